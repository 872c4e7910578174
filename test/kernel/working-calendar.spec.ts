import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CalendarFacts } from '../../src/kernel/days-off.ts';
import { type LocalDay, addDays, day } from '../../src/kernel/local-time.ts';
import { WorkingCalendar } from '../../src/kernel/working-calendar.ts';
import { loadReference } from '../../src/platform/reference.ts';

const tajikistan = loadReference().calendar('TJ');

/** A time on clocks in Dushanbe, which are five hours ahead of UTC all year. */
const local = (text: string): Date => new Date(`${text}+05:00`);
const shown = (at: Date): string => new Date(at.getTime() + 5 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const aMoment = fc.integer({ min: Date.parse('2021-01-01T00:00:00Z'), max: Date.parse('2032-01-01T00:00:00Z') }).map((at) => new Date(at));

function daysOffIn(month: string): number[] {
  const days: number[] = [];
  for (let on = day(`${month}-01`); on.startsWith(month); on = addDays(on, 1))
    if (!tajikistan.isWorkingDay(on)) days.push(Number(on.slice(8)));
  return days;
}

describe('Days off in Tajikistan', () => {
  // as published by the Federation of Independent Trade Unions and the press for each of these months
  it.each([
    ['2014-03', [1, 2, 8, 9, 10, 15, 16, 21, 22, 23, 24, 25, 26, 29, 30]],
    ['2015-03', [1, 7, 8, 9, 14, 15, 21, 22, 23, 24, 25, 26, 28, 29]],
    ['2016-11', [5, 6, 7, 12, 13, 19, 20, 26, 27]],
    ['2017-03', [4, 5, 8, 11, 12, 18, 19, 21, 22, 23, 24, 25, 26]],
    ['2018-03', [3, 4, 8, 10, 11, 17, 18, 21, 22, 23, 24, 25, 26, 31]],
    ['2021-03', [6, 7, 8, 13, 14, 20, 21, 22, 23, 24, 25, 27, 28]],
    ['2021-05', [1, 2, 8, 9, 10, 13, 15, 16, 22, 23, 29, 30]],
    ['2022-06', [4, 5, 11, 12, 18, 19, 25, 26, 27]],
    ['2023-06', [3, 4, 10, 11, 17, 18, 25, 26, 27, 28]],
    ['2024-06', [1, 2, 8, 9, 15, 16, 17, 22, 23, 27, 29, 30]],
    ['2025-03', [1, 2, 8, 9, 10, 15, 16, 21, 22, 23, 24, 25, 26, 29, 30, 31]],
    ['2026-01', [1, 2, 3, 4, 11, 17, 18, 24, 25, 31]],
    ['2026-03', [1, 7, 8, 9, 15, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]],
  ])('in %s are %j', (month, days) => expect(daysOffIn(month)).toEqual(days));

  it('are 116 in 2026, as published', () => {
    const months = Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
    expect(months.flatMap(daysOffIn)).toHaveLength(116);
  });

  it('do not come from 1 May since 2017', () => {
    expect(tajikistan.isWorkingDay(day('2015-05-01'))).toBe(false);
    expect(tajikistan.isWorkingDay(day('2026-05-01'))).toBe(true);
  });
});

describe('So many days later', () => {
  it.each([
    ['a month end', '2026-01-31T10:15', 30, '2026-03-02 10:15'],
    ['29 February', '2024-02-22T10:15', 7, '2024-02-29 10:15'],
    ['a February without one', '2025-02-22T10:15', 7, '2025-03-01 10:15'],
    ['a year end', '2026-12-30T23:59', 7, '2027-01-06 23:59'],
    ['a Sunday', '2026-11-16T00:00', 6, '2026-11-22 00:00'],
    ['no days', '2026-11-16T00:00', 0, '2026-11-16 00:00'],
    ['days back', '2026-03-01T09:00', -1, '2026-02-28 09:00'],
  ])('over %s keeps the local time', (_, from, days, to) => expect(shown(tajikistan.daysAfter(local(from), days))).toBe(to));

  it('is the day in Dushanbe that counts, not the day in UTC', () => {
    // 02:00 on Tuesday there is still Monday in UTC
    expect(tajikistan.dueDayAfter(new Date('2026-11-23T21:00:00Z'), 7)).toBe('2026-12-01');
    expect(tajikistan.dueDayAfter(new Date('2026-11-23T18:59:00Z'), 7)).toBe('2026-11-30');
  });

  it.each([
    ['a Saturday moves to Monday', '2026-11-21T10:00', 7, '2026-11-30'],
    ['a holiday moves to the next day', '2026-09-02T10:00', 7, '2026-09-10'],
    ['Navruz and what follows moves by ten days', '2026-03-06T10:00', 14, '2026-03-30'],
    ['a Saturday that is worked stays', '2026-02-28T10:00', 14, '2026-03-14'],
    ['a working day stays', '2026-11-23T10:00', 14, '2026-12-07'],
  ])('a due day that is %s', (_, from, days, due) => expect(tajikistan.dueDayAfter(local(from), days)).toBe(due));
});

describe('So many working days later', () => {
  it.each([
    ['over a weekend', '2026-11-20T10:00', 2, '2026-11-24 10:00'],
    ['from a Saturday', '2026-11-21T10:00', 1, '2026-11-23 10:00'],
    ['from a Saturday, none', '2026-11-21T10:00', 0, '2026-11-23 10:00'],
    ['none', '2026-11-23T10:00', 0, '2026-11-23 10:00'],
    ['over Navruz', '2026-03-19T09:00', 1, '2026-03-30 09:00'],
    ['over a worked Saturday', '2026-03-13T09:00', 2, '2026-03-16 09:00'],
    ['over a year end', '2026-12-31T09:00', 2, '2027-01-05 09:00'],
    ['ten of them over a holiday', '2026-10-30T09:00', 10, '2026-11-16 09:00'],
    ['over 29 February', '2024-02-28T09:00', 2, '2024-03-01 09:00'],
  ])('%s', (_, from, days, to) => expect(shown(tajikistan.workingDaysAfter(local(from), days))).toBe(to));

  it('is that many working days further, and ends on one', () => {
    fc.assert(
      fc.property(aMoment, fc.nat(40), (at, days) => {
        const from = tajikistan.dayOf(at);
        const to = tajikistan.dayOf(tajikistan.workingDaysAfter(at, days));
        let passed = 0;
        for (let on: LocalDay = addDays(from, 1); on <= to; on = addDays(on, 1)) if (tajikistan.isWorkingDay(on)) passed++;
        return tajikistan.isWorkingDay(to) && passed === (days === 0 && to !== from ? 1 : days);
      }),
      { numRuns: 500 },
    );
  });

  it.each([-1, 0.5, NaN])('%d are no number of working days', (days) => {
    expect(() => tajikistan.workingDaysAfter(local('2026-11-23T10:00'), days)).toThrow(RangeError);
  });
});

describe('A reminder', () => {
  it('comes at nine in the morning, three days before and on the day', () => {
    expect(tajikistan.reminderAt(day('2026-12-01'), 3, '09:00').toISOString()).toBe('2026-11-28T04:00:00.000Z');
    expect(tajikistan.reminderAt(day('2026-12-01'), 0, '09:00').toISOString()).toBe('2026-12-01T04:00:00.000Z');
    expect(shown(tajikistan.reminderAt(day('2024-03-01'), 3, '09:00'))).toBe('2024-02-27 09:00');
  });
});

describe('The next working moment', () => {
  it.each([
    ['now, in office hours', '2026-11-23T10:07', '2026-11-23 10:07'],
    ['now, at opening', '2026-11-23T08:00', '2026-11-23 08:00'],
    ['at opening, before it', '2026-11-23T05:00', '2026-11-23 08:00'],
    ['tomorrow, from closing on', '2026-11-23T17:00', '2026-11-24 08:00'],
    ['on Monday, on Friday evening', '2026-11-20T19:00', '2026-11-23 08:00'],
    ['on Monday, on Sunday', '2026-11-22T10:00', '2026-11-23 08:00'],
    ['after Navruz, on the eve of it', '2026-03-19T17:30', '2026-03-30 08:00'],
  ])('is %s', (_, at, next) => expect(shown(tajikistan.nextWorkingMoment(local(at)))).toBe(next));
});

describe('A time limit', () => {
  const emergency = { hours: 4, counts: 'clock-hours' } as const;
  const high = { hours: 24, counts: 'working-day-hours' } as const;
  const normal = { hours: 72, counts: 'working-day-hours' } as const;

  it.each([
    ['emergency on a working day', emergency, '2026-11-23T10:00', '2026-11-23 14:00'],
    ['emergency in the night from Friday to Saturday', emergency, '2026-11-20T23:30', '2026-11-21 03:30'],
    ['emergency on a holiday', emergency, '2026-03-22T10:00', '2026-03-22 14:00'],
    ['high on Monday', high, '2026-11-23T15:00', '2026-11-24 15:00'],
    ['high on Friday', high, '2026-11-20T15:00', '2026-11-23 15:00'],
    ['high on Friday evening, as if sent on Monday at opening', high, '2026-11-20T20:00', '2026-11-24 08:00'],
    ['high on Sunday, as if sent on Monday at opening', high, '2026-11-22T03:00', '2026-11-24 08:00'],
    ['high before Navruz', high, '2026-03-19T15:00', '2026-03-30 15:00'],
    ['normal on Thursday', normal, '2026-11-19T15:00', '2026-11-24 15:00'],
    ['normal over a worked Saturday', normal, '2026-03-12T15:00', '2026-03-16 15:00'],
    ['normal over a leap day', normal, '2024-02-28T15:00', '2024-03-04 15:00'],
    ['twice normal, to the decision', { ...normal, hours: 144 }, '2026-11-19T15:00', '2026-11-27 15:00'],
  ])('of a referral: %s', (_, limit, sent, due) => expect(shown(tajikistan.deadlineAfter(local(sent), limit))).toBe(due));

  it('never runs out on a day of rest, and never earlier for what is sent later', () => {
    const hours = fc.constantFrom(24, 48, 72, 144);
    fc.assert(
      fc.property(aMoment, fc.nat(200 * 3_600_000), hours, (at, later, limit) => {
        const due = tajikistan.deadlineAfter(at, { hours: limit, counts: 'working-day-hours' });
        const dueLater = tajikistan.deadlineAfter(new Date(at.getTime() + later), { hours: limit, counts: 'working-day-hours' });
        return tajikistan.isWorkingDay(tajikistan.dayOf(due)) && due <= dueLater && due.getTime() - at.getTime() >= limit * 3_600_000;
      }),
      { numRuns: 500 },
    );
  });
});

describe('The week', () => {
  it('starts on Monday', () => {
    expect(tajikistan.weekStartOf(day('2026-11-23'))).toBe('2026-11-23');
    expect(tajikistan.weekStartOf(day('2026-11-29'))).toBe('2026-11-23');
    expect(tajikistan.weekStartOf(day('2024-03-01'))).toBe('2024-02-26');
  });
});

describe('Another country', () => {
  const facts: CalendarFacts = {
    country: 'XX',
    zone: 'Asia/Almaty',
    weekStart: 7,
    weeklyRest: [5, 6],
    office: { opens: '09:00', closes: '18:00' },
    yearlyHolidays: [{ id: 'last-day', on: '12-31', from: 2020 }],
    datedHolidays: [],
    holidayOnRestDay: 'moves-to-next-working-day',
    exchanges: [],
  };

  it('may rest on Friday and Saturday and begin its week on Sunday', () => {
    const calendar = new WorkingCalendar(facts);
    expect(calendar.isWorkingDay(day('2026-11-22'))).toBe(true);
    expect(calendar.isWorkingDay(day('2026-11-20'))).toBe(false);
    expect(calendar.weekStartOf(day('2026-11-28'))).toBe('2026-11-22');
  });

  it('may have a holiday that moves into the next year', () => {
    // 31 December 2021 is a Friday
    const calendar = new WorkingCalendar(facts);
    expect(calendar.isWorkingDay(day('2022-01-02'))).toBe(false);
    expect(calendar.isWorkingDay(day('2022-01-03'))).toBe(true);
  });

  it('may let a holiday on a rest day be lost', () => {
    expect(new WorkingCalendar({ ...facts, holidayOnRestDay: 'is-lost' }).isWorkingDay(day('2022-01-02'))).toBe(true);
  });

  it('may change its zone: the local time stays, the hours between are other than the days suggest', () => {
    const calendar = new WorkingCalendar(facts);
    const before = calendar.at(day('2024-02-28'), '09:00');
    const after = calendar.daysAfter(before, 2);
    expect(after.getTime() - before.getTime()).toBe(49 * 3_600_000);
    expect(after).toEqual(calendar.at(day('2024-03-01'), '09:00'));
  });
});
