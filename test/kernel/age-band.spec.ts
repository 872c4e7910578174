import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type BirthQuarter,
  bandOn,
  bandOfAge,
  isPlausibleBirth,
  nextBandChange,
  parseBirthQuarter,
  possibleAges,
  quarterOf,
} from '../../src/kernel/age-band.ts';
import { addDays, day } from '../../src/kernel/local-time.ts';
import { loadReference } from '../../src/platform/reference.ts';

const reference = loadReference();
const assent = reference.ageBands('assent');
const quarter = (text: string): BirthQuarter => parseBirthQuarter(text)!;

const aDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(day('1950-01-01'), days));
const aLife = fc.tuple(aDay, fc.integer({ min: 0, max: 36_000 })).map(([born, lived]) => ({ born, on: addDays(born, lived) }));
const ageByBirthDay = (born: string, on: string): number =>
  Number(on.slice(0, 4)) - Number(born.slice(0, 4)) - (on.slice(5) < born.slice(5) ? 1 : 0);

describe('The ages a birth quarter leaves open', () => {
  it.each([
    ['2015-Q3', '2027-06-30', [11]],
    ['2015-Q3', '2027-07-01', [11, 12]],
    ['2015-Q3', '2027-09-29', [11, 12]],
    ['2015-Q3', '2027-09-30', [12]],
    ['2015-Q3', '2027-12-31', [12]],
    ['2024-Q1', '2024-01-01', [0]],
    ['2024-Q1', '2024-02-29', [0]],
    ['2024-Q1', '2025-02-28', [0, 1]],
    ['2008-Q4', '2026-12-30', [17, 18]],
    ['2008-Q4', '2026-12-31', [18]],
    ['2008-Q4', '2027-01-01', [18]],
  ])('%s on %s: %j', (born, on, ages) => expect(possibleAges(quarter(born), day(on))).toEqual(ages));

  it('hold the true age, whatever the birthday, and never more than two', () => {
    fc.assert(
      fc.property(aLife, ({ born, on }) => {
        const ages: readonly number[] = possibleAges(quarterOf(born), on);
        // somebody born on 29 February has their birthday on 1 March of a common year, as the comparison of dates says
        return ages.includes(ageByBirthDay(born, on)) && ages.length <= 2 && ages.at(-1)! - ages[0]! <= 1;
      }),
      { numRuns: 2_000 },
    );
  });

  it('are two only in the quarter of the birthday', () => {
    fc.assert(
      fc.property(
        aLife,
        ({ born, on }) => possibleAges(quarterOf(born), on).length === 1 || quarterOf(on).slice(5) === quarterOf(born).slice(5),
      ),
    );
  });

  it('do not exist before birth', () => expect(() => possibleAges(quarter('2027-Q1'), day('2026-12-31'))).toThrow(RangeError));
});

describe('The band of somebody', () => {
  it('is certain away from an edge', () => {
    expect(bandOn(assent, quarter('2015-Q3'), day('2026-11-23'))).toMatchObject({ band: { id: '6-11' }, atEdge: false });
    expect(bandOn(assent, quarter('2015-Q3'), day('2026-08-01'))).toMatchObject({ possible: [{ id: '6-11' }], atEdge: false });
  });

  it('is flagged at an edge: either side holds, the younger is used', () => {
    const at = bandOn(assent, quarter('2015-Q3'), day('2027-08-15'));
    expect(at.atEdge).toBe(true);
    expect(at.band.id).toBe('6-11');
    expect(at.possible.map(({ id }) => id)).toEqual(['6-11', '12-14']);
  });

  it('keeps a child a child until they are surely of age', () => {
    expect(bandOn(assent, quarter('2008-Q4'), day('2026-12-30')).band.id).toBe('15-17');
    expect(bandOn(assent, quarter('2008-Q4'), day('2026-12-31')).band.id).toBe('18+');
  });

  it('exists for every age in every set', () => {
    for (const name of ['tasks', 'assent', 'profile', 'statistics'] as const) {
      for (let age = 0; age <= 130; age++) {
        const { from, to = Infinity } = bandOfAge(reference.ageBands(name), age);
        expect(from <= age && age <= to).toBe(true);
      }
      expect(() => bandOfAge(reference.ageBands(name), -1)).toThrow(RangeError);
    }
  });

  it.each([
    ['tasks', ['I', 'E', 'K', 'T', 'adult'], [0, 2, 5, 12, 18]],
    ['assent', ['0-5', '6-11', '12-14', '15-17', '18+'], [0, 6, 12, 15, 18]],
    ['profile', ['0-2', '3-5', '6-11', '12-14', '15-17', '18-24', '25-34', '35-59', '60+'], [0, 3, 6, 12, 15, 18, 25, 35, 60]],
    ['statistics', ['0-4', '5-11', '12-17', '18-59', '60+'], [0, 5, 12, 18, 60]],
  ] as const)('in the set %s is one of %j', (name, ids, from) => {
    expect(reference.ageBands(name).map((band) => band.id)).toEqual(ids);
    expect(reference.ageBands(name).map((band) => band.from)).toEqual(from);
  });
});

describe('The next band change', () => {
  it.each([
    ['2015-Q3', '2026-11-23', '12-14', '2027-07', '2027-09'],
    ['2015-Q3', '2027-06-30', '12-14', '2027-07', '2027-09'],
    ['2015-Q3', '2027-07-01', '15-17', '2030-07', '2030-09'],
    ['2026-Q4', '2026-11-23', '6-11', '2032-10', '2032-12'],
    ['2008-Q4', '2026-09-30', '18+', '2026-10', '2026-12'],
  ])('of %s after %s is to %s, in %s or surely by %s', (born, on, to, month, surelyBy) => {
    expect(nextBandChange(assent, quarter(born), day(on))).toMatchObject({ to: { id: to }, month, surelyBy });
  });

  it('does not exist in the last band', () => expect(nextBandChange(assent, quarter('2008-Q4'), day('2026-10-01'))).toBeUndefined());

  it('lies ahead, and no edge comes before it', () => {
    fc.assert(
      fc.property(aLife, ({ born, on }) => {
        const change = nextBandChange(assent, quarterOf(born), on);
        if (change === undefined) return bandOn(assent, quarterOf(born), on).possible.at(-1)!.id === '18+';
        const lastSure = addDays(day(`${change.month}-01`), -1);
        const before = bandOn(assent, quarterOf(born), lastSure);
        return on <= lastSure && !before.atEdge && before.band.id === bandOn(assent, quarterOf(born), on).possible.at(-1)!.id;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('A birth quarter', () => {
  it('is written as a year and a quarter, and nothing else', () => {
    expect(parseBirthQuarter('2015-Q3')).toBe('2015-Q3');
    for (const text of [
      '2015-Q0',
      '2015-Q5',
      '2015-q3',
      '15-Q3',
      '0999-Q1',
      '3000-Q1',
      '2015-Q33',
      ' 2015-Q3',
      '2015-07-01',
      '',
      '٢٠١٥-Q3',
    ]) {
      expect(parseBirthQuarter(text)).toBeUndefined();
    }
  });

  it('is plausible when it is not ahead and nobody would be older than 120', () => {
    const today = day('2026-11-23');
    expect(isPlausibleBirth(quarter('2026-Q4'), today)).toBe(true);
    expect(isPlausibleBirth(quarter('2027-Q1'), today)).toBe(false);
    expect(isPlausibleBirth(quarter('1906-Q1'), today)).toBe(true);
    expect(isPlausibleBirth(quarter('1905-Q4'), today)).toBe(false);
  });
});
