import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { day, type LocalTime } from '../../src/kernel/local-time.ts';
import { deadlinesOf } from '../../src/modules/referrals/deadlines.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';

/** One line of the table, in times as clocks of the country show them. */
interface Line {
  readonly country: string;
  readonly what: string;
  readonly sent: string;
  readonly urgency: string;
  readonly service?: { readonly seeWithinHours: number; readonly decideWithinHours: number };
  readonly seen: string;
  readonly decided: string;
}

const table = JSON.parse(readFileSync(join(import.meta.dirname, 'golden/deadlines.json'), 'utf8')) as Line[];
const reference = shippedReference();

// The table was reckoned by hand, from the days off that each country published; it is not drawn from the program.
describe('By when a referral has to be seen and decided', () => {
  it.each(table.map((line) => [line.country, line.what, line] as const))('in %s, %s, is as the table has it', (country, _, line) => {
    const calendar = reference.calendar(country);
    const instant = (local: string): Date => calendar.at(day(local.slice(0, 10)), local.slice(11) as LocalTime);
    const found = deadlinesOf(line.urgency, line.service ?? null, reference.timers, calendar, instant(line.sent));
    expect(found).toEqual({ seeBy: instant(line.seen), decideBy: instant(line.decided) });
  });

  it('stands in the table for every country and every urgency the product knows', () => {
    const urgencies = reference.codes('referral-urgency').map(({ id }) => id);
    const wanted = reference.countries.flatMap(({ id }) => urgencies.map((urgency) => `${id} ${urgency}`));
    const had = new Set(table.map(({ country, urgency }) => `${country} ${urgency}`));
    expect(wanted.filter((each) => !had.has(each))).toEqual([]);
  });
});
