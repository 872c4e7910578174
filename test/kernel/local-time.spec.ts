import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  addDays,
  day,
  dayIn,
  instantAtMillisecond,
  instantIn,
  isLocalTime,
  parseDay,
  timeOfDayIn,
  weekdayOf,
} from '../../src/kernel/local-time.ts';

const ZONES = [
  'Asia/Dushanbe',
  'Asia/Almaty',
  'Asia/Tehran',
  'Europe/Moscow',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'America/St_Johns',
  'UTC',
];
const aMoment = fc.integer({ min: Date.parse('1995-01-01T00:00:00Z'), max: Date.parse('2045-01-01T00:00:00Z') });

describe('A day', () => {
  it.each(['2024-02-29', '2000-02-29', '2026-12-31', '1000-01-01'])('%s exists', (text) => expect(parseDay(text)).toBe(text));

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '0000-00-00',
    '10000-01-01',
    '2026-01-01T00:00',
    '',
    '۲۰۲۶-۰۱-۰۱',
  ])('%s does not', (text) => {
    expect(parseDay(text)).toBeUndefined();
    expect(() => day(text)).toThrow(RangeError);
  });

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 365, '2025-02-28'],
    ['2023-02-28', 1, '2023-03-01'],
    ['2026-01-31', 30, '2026-03-02'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('%s and %i days is %s', (from, days, to) => expect(addDays(day(from), days)).toBe(to));

  it('counts whole days only', () => expect(() => addDays(day('2026-01-01'), 0.5)).toThrow(RangeError));

  it.each([['2026-03-20', 5], ['2026-11-23', 1], ['2024-06-16', 7]])('%s is day %i of the week', (on, weekday) => expect(weekdayOf(day(on))).toBe(weekday)); // prettier-ignore
});

describe('Local time', () => {
  it('begins the day in Dushanbe five hours before it begins in UTC', () => {
    expect(dayIn('Asia/Dushanbe', new Date('2026-03-19T18:59:59.999Z'))).toBe('2026-03-19');
    expect(dayIn('Asia/Dushanbe', new Date('2026-03-19T19:00:00Z'))).toBe('2026-03-20');
    expect(instantIn('Asia/Dushanbe', day('2026-03-20'), '09:00').toISOString()).toBe('2026-03-20T04:00:00.000Z');
  });

  it('follows a zone that changes its offset for good, as Kazakhstan did', () => {
    expect(instantIn('Asia/Almaty', day('2024-02-29'), '09:00').toISOString()).toBe('2024-02-29T03:00:00.000Z');
    expect(instantIn('Asia/Almaty', day('2024-03-01'), '09:00').toISOString()).toBe('2024-03-01T04:00:00.000Z');
  });

  it('takes the first of two equal times, and the later side of a leap', () => {
    expect(instantIn('Asia/Almaty', day('2024-02-29'), '23:30').toISOString()).toBe('2024-02-29T17:30:00.000Z');
    expect(instantIn('Europe/Berlin', day('2026-10-25'), '02:30').toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantIn('Europe/Berlin', day('2026-03-29'), '02:30').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(instantIn('Asia/Tehran', day('2022-03-22'), '00:30').toISOString()).toBe('2022-03-21T21:00:00.000Z');
  });

  it('agrees with another implementation everywhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), aMoment, (zone, at) => {
        const theirs = DateTime.fromMillis(at, { zone });
        const on = dayIn(zone, new Date(at));
        const since = timeOfDayIn(zone, new Date(at));
        const ours = instantAtMillisecond(zone, on, since).getTime();
        const shownAgain = theirs.toMillis() - ours;
        expect(on).toBe(theirs.toISODate());
        expect(since).toBe(((theirs.hour * 60 + theirs.minute) * 60 + theirs.second) * 1000 + theirs.millisecond);
        // where the clock shows this time twice, we mean the first
        expect(shownAgain === 0 || (shownAgain > 0 && timeOfDayIn(zone, new Date(ours)) === since)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is hours and minutes', () => {
    for (const text of ['00:00', '09:00', '23:59']) expect(isLocalTime(text)).toBe(true);
    for (const text of ['24:00', '9:00', '09:60', '09:00:00', '']) expect(isLocalTime(text)).toBe(false);
    expect(() => instantIn('UTC', day('2026-01-01'), '24:00')).toThrow(RangeError);
  });
});
