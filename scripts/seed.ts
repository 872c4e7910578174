import 'reflect-metadata';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/platform/config.ts';
import { published } from './seed/cohort.ts';
import { loadOnce } from './seed/load.ts';

/** Fills an empty installation with invented people. With `--once`, one that has agencies is left as it is without a word. */
const { values } = parseArgs({ options: { once: { type: 'boolean', default: false }, cases: { type: 'string' } } });
const cases = Number(values.cases ?? published.people);
if (!Number.isInteger(cases) || cases < 1 || cases > 1_000_000) throw new Error('--cases takes a number from 1 to 1000000.');

const began = performance.now();
const seeded = await loadOnce(readConfig(), { cases, now: new Date() });
const seconds = ((performance.now() - began) / 1000).toFixed(1);
if (seeded !== null) {
  process.stdout.write(
    `Loaded ${cases} invented people, and ${seeded.people.length} accounts for those who work with them (${seconds} s).\n`,
  );
} else if (!values.once) {
  process.stderr.write('There are agencies already. Choose an empty folder: DATA_DIR=.data-2 npm run seed -- --cases 2000\n');
  process.exitCode = 1;
}
