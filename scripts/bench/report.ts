import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { listSpread, type Figure } from './figures.ts';

/** On what the figures were found, and how busy it was beside. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly postgres: string;
  /** Processes that wanted to run, over the minute before: others disturb the figures. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/** Everything one run found. */
export interface Report {
  readonly machine: Machine;
  readonly command: string;
  readonly cases: number;
  /** How long loading the data took; null if they were kept from an earlier run. */
  readonly loadedInSeconds: number | null;
  readonly measuredInSeconds: number;
  readonly results: readonly Figure[];
}

/** What this machine is. */
export function machine(postgres: string, loadBefore: number): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `Linux ${release().split('-')[0]}`,
    node: process.versions.node,
    postgres,
    loadBefore,
    loadAfter: loadavg()[0] ?? 0,
  };
}

/** The report as a person reads it: a table in Markdown. */
export function tableOf({ machine: on, command, cases, loadedInSeconds, measuredInSeconds, results }: Report): string {
  const heading = ['work', 'role', 'record', 'ratio', 'min-max', 'goal', 'app ms', 'db ms', 'bare app', 'bare db', 'per s', 'bare per s'];
  const rows = results.map((each) => [
    each.work,
    each.role,
    each.record,
    `${fixed(each.ratio)}${each.ratio > each.goal ? ' *' : ''}`,
    each.ratioRange.map(fixed).join('-'),
    `≤ ${each.goal}`,
    ...[each.cpuMs.app, each.cpuMs.db, each.bare.app, each.bare.db].map(fixed),
    String(each.perSecond),
    String(each.barePerSecond),
  ]);
  const widths = heading.map((_, at) => Math.max(...[heading, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const { rounds = 0 } = results[0] ?? {};
  const loaded = loadedInSeconds === null ? 'kept from an earlier run' : `loaded in ${Math.round(loadedInSeconds)} s`;
  return [
    `\`${command}\`: ${cases} cases (${loaded}), ${rounds} rounds, product and bare SQL by turns, 16 connections, ${Math.round(measuredInSeconds)} s.`,
    `${on.processor}, ${on.cores} cores, ${on.memoryGiB} GiB, ${on.system}, Node.js ${on.node}, PostgreSQL ${on.postgres}; load ${fixed(on.loadBefore)} before, ${fixed(on.loadAfter)} after.`,
    '',
    line(heading),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
    'CPU milliseconds of a request, medians over the rounds; ratio is application and database together against bare `pg`. A * stands where the goal is missed.',
    ...spreadOf(results),
  ].join('\n');
}

const [begins, ends] = ['<!-- written by `npm run bench -- --write`: do not edit -->', '<!-- end of what the bench wrote -->'];

/** Puts the table into a document, in place of the one that an earlier run wrote. */
export function writeInto(file: string, table: string): void {
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begins), text.indexOf(ends)];
  if (from < 0 || to < from) throw new Error(`${file} has no place for the figures: two lines, ${begins} and ${ends}`);
  writeFileSync(file, `${text.slice(0, from)}${begins}\n\n${table}\n\n${text.slice(to)}`);
}

/** Whether some role's list is much dearer than another's. */
function spreadOf(results: readonly Figure[]): string[] {
  const lists = results.filter(({ work }) => work === 'list').map(({ role, cpuMs }) => ({ role, cost: cpuMs.app + cpuMs.db }));
  const sorted = [...lists].sort((a, b) => a.cost - b.cost);
  const [cheapest, dearest] = [sorted[0], sorted.at(-1)];
  if (cheapest === undefined || dearest === undefined || cheapest === dearest) return [];
  const spread = fixed(dearest.cost / cheapest.cost);
  return [`The dearest list (${dearest.role}) costs ${spread} times the cheapest (${cheapest.role}); the goal is ≤ ${listSpread}.`];
}

function fixed(number: number): string {
  return number.toFixed(2);
}
