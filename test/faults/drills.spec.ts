import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
// @ts-expect-error -- a list for a script, without types
import { drills as listed } from '../../scripts/drills.mjs';

interface Drill {
  readonly name: string;
  readonly numbers: readonly number[];
  readonly breaks: string;
  readonly proves: string;
  readonly runs: readonly { readonly file: string; readonly tests?: readonly string[] }[];
}
const drills = listed as readonly Drill[];

describe('A drill', () => {
  it.each(drills.map((drill) => [drill.name, drill] as const))('%s runs tests that there are', (_, { runs }) => {
    for (const { file, tests = [] } of runs) {
      const source = readFileSync(file, 'utf8');
      // Tests that every kind of queue has to pass stand in one place.
      const all = source.includes('behavesAsAnAlarmClock') ? source + readFileSync('test/support/queue-behaviour.ts', 'utf8') : source;
      expect(tests.filter((test) => !new RegExp(`(describe|it)(\\.each[^]*?)?\\([^\n]*${test.replaceAll('’', '.')}`).test(all))).toEqual(
        [],
      );
    }
  });

  it('stands in the table of drills, as it is', () => {
    const table = readFileSync('docs/drills.md', 'utf8');
    const lines = drills.map(({ name, numbers, breaks, proves }) => `| ${numbers.join(', ')} | \`${name}\` | ${breaks} | ${proves} |`);
    const told = table.split('\n').map((line) => line.replaceAll(/ +\|/g, ' |'));
    expect(lines.filter((line) => !told.includes(line))).toEqual([]);
    expect(told.filter((line) => /^\| \d/.test(line))).toHaveLength(lines.length);
  });
});
