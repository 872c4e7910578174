import { describe, expect, it } from '@jest/globals';
import { firstManned, momentsOf } from '../../src/kernel/ladder.ts';
import { day } from '../../src/kernel/local-time.ts';
import { loadReference } from '../../src/platform/reference.ts';

const reference = loadReference();

const shown = (due: string, country: string, isHighRisk: boolean): string[] =>
  momentsOf(day(due), reference.timers, reference.calendar(country), isHighRisk).map(
    ({ kind, at }) => `${kind} ${at.toISOString().slice(0, 16)}`,
  );

describe('The moments at which somebody is told', () => {
  it('are three days before, on the day, and two, five and ten working days after it, over days of rest', () => {
    expect(shown('2026-03-19', 'TJ', false)).toEqual([
      'soon-due 2026-03-16T04:00',
      'due 2026-03-19T04:00',
      'supervisor 2026-03-31T04:00',
      'focal-point 2026-04-03T04:00',
      'coordinator 2026-04-10T04:00',
    ]);
  });

  it('are one, two and five working days after it where danger is high', () => {
    expect(shown('2026-11-19', 'TJ', true).slice(2)).toEqual([
      'supervisor 2026-11-20T04:00',
      'focal-point 2026-11-23T04:00',
      'coordinator 2026-11-26T04:00',
    ]);
  });

  it('keep to the days and the clocks of the country', () => {
    expect(shown('2026-04-30', 'KG', true)).toEqual([
      'soon-due 2026-04-27T03:00',
      'due 2026-04-30T03:00',
      'supervisor 2026-05-11T03:00',
      'focal-point 2026-05-12T03:00',
      'coordinator 2026-05-15T03:00',
    ]);
    expect(shown('2024-03-01', 'KZ', false).slice(0, 2)).toEqual(['soon-due 2024-02-27T03:00', 'due 2024-03-01T04:00']);
  });
});

describe('A step on which nobody stands', () => {
  const ladder = [{ to: 'a' }, { to: 'b' }, { to: 'c' }] as const;
  const manned =
    (...who: string[]) =>
    (to: string) =>
      Promise.resolve(who.includes(to));

  it('is passed over, and no step below it is gone back to', async () => {
    expect(await firstManned(ladder, 'b', manned('a', 'b'))).toBe('b');
    expect(await firstManned(ladder, 'b', manned('a', 'c'))).toBe('c');
    expect(await firstManned(ladder, 'b', manned('a'))).toBeUndefined();
  });
});
