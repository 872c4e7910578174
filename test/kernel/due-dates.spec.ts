import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type LocalTime, day } from '../../src/kernel/local-time.ts';
import type { WorkingCalendar } from '../../src/kernel/working-calendar.ts';
import { loadReference } from '../../src/platform/reference.ts';

/** One line of the table: from when, so much later or before, which day that is, and at which instant where the time matters. */
interface Line {
  readonly country: string;
  readonly what: string;
  /** A time on clocks of the country, or an instant with a Z. */
  readonly at: string;
  readonly counts: 'days' | 'working-days' | 'working-day-hours' | 'days-before';
  readonly number: number;
  readonly due: string;
  readonly instant?: string;
}

const table = JSON.parse(readFileSync(join(import.meta.dirname, 'due-dates.golden.json'), 'utf8')) as Line[];
const reference = loadReference();

function reckoned({ at, counts, number }: Line, calendar: WorkingCalendar): { day: string; instant: Date | null } {
  const [onDay = '', time] = at.split('T');
  const from = at.endsWith('Z') ? new Date(at) : calendar.at(day(onDay), time as LocalTime);
  if (counts === 'days') return { day: calendar.dueDayAfter(from, number), instant: null };
  const instant = {
    'working-days': () => calendar.workingDaysAfter(from, number),
    'working-day-hours': () => calendar.deadlineAfter(from, { hours: number, counts: 'working-day-hours' }),
    'days-before': () => calendar.reminderAt(day(onDay), number, time as LocalTime),
  }[counts]();
  return { day: calendar.dayOf(instant), instant };
}

// The table was reckoned by hand, from the days off that each country published; it is not drawn from the program.
describe('A due date', () => {
  it.each(table.map((line) => [line.country, line.what, line] as const))('in %s, %s, is as the table has it', (country, _, line) => {
    const found = reckoned(line, reference.calendar(country));
    expect(found.day).toBe(line.due);
    expect(line.instant === undefined ? null : found.instant).toEqual(line.instant === undefined ? null : new Date(line.instant));
  });

  it('stands in the table for every country the product knows', () => {
    expect([...new Set(table.map(({ country }) => country))].sort()).toEqual(reference.countries.map(({ id }) => id).sort());
  });
});

describe('Days off of a year, as published', () => {
  const daysOffIn = (country: string, year: number): string[] => {
    const calendar = reference.calendar(country);
    const off: string[] = [];
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
      const on = day(new Date(at).toISOString().slice(0, 10));
      const isWeekEnd = [0, 6].includes(new Date(at).getUTCDay());
      if (calendar.isWorkingDay(on) === isWeekEnd) off.push(isWeekEnd ? `${on} worked` : on);
    }
    return off;
  };

  it.each([
    [
      'KZ',
      2026,
      '01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 08-31 10-26 12-16', // 15, as the portal counts
    ],
    ['KZ', 2025, '01-01 01-02 01-03 01-05w 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16'],
    ['UZ', 2025, '01-01 01-02 01-04w 03-10 03-21 03-31 05-09 06-06 09-01 10-01 12-08'],
    ['KG', 2026, '01-01 01-02 01-05 01-06 01-07 01-08 01-09 03-20 05-01 05-04 05-05 05-06 05-07 05-08 08-31'],
  ])('%s %i', (country, year, days) => {
    const expected = days.split(' ').map((each) => `${year}-${each.replace('w', ' worked')}`);
    expect(daysOffIn(country, year)).toEqual(expected);
  });
});
