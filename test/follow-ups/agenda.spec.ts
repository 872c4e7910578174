import { describe, expect, it } from '@jest/globals';
import type { BirthQuarter } from '../../src/kernel/age-band.ts';
import { addDays, day } from '../../src/kernel/local-time.ts';
import { Agenda, type Outlook } from '../../src/modules/follow-ups/index.ts';
import { loadReference } from '../../src/platform/reference.ts';

const reference = loadReference();
const agenda = new Agenda(reference);
const from = new Date('2026-03-02T04:00:00Z');

const outlook = (facts: Partial<Outlook> = {}): Outlook => ({
  country: 'TJ',
  risk: 'low',
  riskExpiresOn: null,
  phase: 'P1',
  birthQuarter: '1990-Q1' as BirthQuarter,
  ...facts,
});

describe('A contact', () => {
  it.each([
    ['low', 'P1', '2026-04-01'],
    ['medium', 'P1', '2026-03-16'],
    ['high', 'P1', '2026-03-10'],
    ['unknown', 'P4', '2026-03-10'],
    // The weeks of a placement are those in which it fails or holds.
    ['low', 'P3', '2026-03-16'],
    ['high', 'P3', '2026-03-10'],
  ])('at %s risk in phase %s is due by %s', (risk, phase, dueOn) =>
    expect(agenda.contact(outlook({ risk, phase }), from)).toEqual({ type: 'contact', dueOn, aboutOn: null }),
  );
});

describe('T-51: a review', () => {
  it.each([
    ['low', '2026-05-29'],
    ['medium', '2026-05-01'],
    ['high', '2026-04-01'],
  ])('at %s risk is due by %s', (risk, dueOn) => expect(agenda.review(outlook({ risk }), from).dueOn).toBe(dueOn));

  it('is never more than ninety days after the last, whatever the day it starts on and the days of rest in between', () => {
    for (const country of ['TJ', 'KZ', 'UZ', 'KG'])
      for (let on = day('2026-01-01'); on < '2027-01-01'; on = addDays(on, 1)) {
        const { dueOn } = agenda.review(outlook({ country }), reference.calendar(country).at(on, '10:00'));
        expect(dueOn <= addDays(on, 90) && reference.calendar(country).isWorkingDay(dueOn)).toBe(true);
      }
  });

  it('counts from the last review, and is due at once when its time has passed', () => {
    expect(agenda.review(outlook({ risk: 'high' }), from, day('2026-02-16')).dueOn).toBe('2026-03-18');
    expect(agenda.review(outlook({ risk: 'high' }), from, day('2025-12-01')).dueOn).toBe('2026-03-02');
  });
});

describe('R-20: a judgement of the danger', () => {
  it('is asked for anew a week before it runs out', () => {
    expect(agenda.riskReview(outlook({ riskExpiresOn: '2026-05-31' }), from)).toEqual({
      ...{ type: 'risk-review', dueOn: '2026-05-22', aboutOn: '2026-05-31' },
    });
    expect(agenda.riskReview(outlook(), from)).toBeNull();
  });
});

describe('T-70 (R-03): a review before the next age band', () => {
  const born = (quarter: string, after?: string) =>
    agenda.bandReview(outlook({ birthQuarter: quarter as BirthQuarter }), from, after === undefined ? undefined : day(after));

  it.each([
    ['a girl of ten, of twelve', '2015-Q3', '2027-06-01', '2027-07-01'],
    ['an infant, of two', '2025-Q1', '2026-12-02', '2027-01-01'],
    ['a girl of five, of six, when she is asked for assent', '2020-Q4', '2026-09-01', '2026-10-01'],
    ['a boy of fourteen, of fifteen, when he consents himself', '2011-Q3', '2026-06-01', '2026-07-01'],
    ['a girl of seventeen, of eighteen', '2008-Q4', '2026-09-01', '2026-10-01'],
    ['who grows up next month, at once', '2008-Q2', '2026-03-02', '2026-04-01'],
  ])('for %s, is thirty days before the month in which it may change', (_, quarter, dueOn, aboutOn) =>
    expect(born(quarter)).toEqual({ type: 'age-band-review', dueOn, aboutOn }),
  );

  it('comes once for each change, and none is left out', () => {
    const seen: string[] = [];
    for (let next = born('2024-Q1'); next !== null; next = born('2024-Q1', next.aboutOn ?? '')) seen.push(next.aboutOn ?? '');
    // At five, six, twelve, fifteen and eighteen: two was before, or is at hand.
    expect(seen).toEqual(['2029-01-01', '2030-01-01', '2036-01-01', '2039-01-01', '2042-01-01']);
  });

  it('is nothing for an adult', () => expect(born('1990-Q1')).toBeNull());
});

describe('T-61: a check after closure', () => {
  it('is due ninety days after it, and once', () => {
    const due = agenda.checkAfterClosure('TJ', day('2026-03-02'), from);
    expect(due).toEqual({ type: 'post-closure-check', dueOn: '2026-06-01', aboutOn: '2026-03-02' });
    expect(agenda.checkAfterClosure('TJ', day('2026-03-02'), new Date('2026-06-01T04:00:00Z'))).toBeNull();
  });
});
