import { beforeAll, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const { assentRules } = shippedReference();

/** Somebody surely of the band on the day of giving, 1 March 2026. */
const born: Record<string, string> = { '0-5': '2022-Q2', '6-11': '2016-Q2', '12-14': '2012-Q2', '15-17': '2009-Q2', '18+': '1990-Q2' };

/** One way to agree. */
interface Way {
  readonly givenBy: string;
  readonly form: string;
  readonly assent?: string;
}

const reference = shippedReference();
const ways: Way[] = reference
  .ids('consent-given-by')
  .flatMap((givenBy) =>
    reference
      .ids('consent-form')
      .flatMap((form) => [{ givenBy, form }, ...reference.ids('assent-answer').map((assent) => ({ givenBy, form, assent }))]),
  );

let worker: Someone;
const cases: Record<string, string> = {};
beforeAll(async () => {
  worker = await world.someone('social-worker');
  for (const { band } of assentRules) cases[band] = (await world.aCase(worker, { birthQuarter: born[band] })).id;
}, 30_000);

/** What each rule says in plain words: whether this way of agreeing counts. */
const counts: Record<string, (way: Way) => boolean> = {
  // Somebody else agrees, in writing unless the worker has to decide; the child is told, not asked.
  '0-5': ({ givenBy, form }) => givenBy !== 'person' && (givenBy === 'worker-best-interests' || form === 'written'),
  // … and the child says yes.
  '6-11': (way) => counts['0-5']!(way) && way.assent === 'given',
  // … in writing.
  '12-14': (way) => way.givenBy !== 'person' && way.form === 'written' && way.assent === 'given',
  // The young person agrees alone, or lets somebody agree.
  '15-17': ({ givenBy, assent }) => givenBy === 'person' || assent === 'given',
  // An adult agrees, and nobody else.
  '18+': ({ givenBy }) => givenBy === 'person',
};

describe('Who has to agree, and how', () => {
  it('has a rule here for every rule of the reference', () => {
    expect(Object.keys(counts)).toEqual(assentRules.map(({ band }) => band));
    expect(ways).toHaveLength(5 * 3 * 5);
  });

  it.each(assentRules)('at $band: $child of the child, $caregiver of who cares for them', async ({ band }) => {
    const found: unknown[] = [];
    for (const way of ways) {
      const reply = await worker.post(`/cases/${cases[band]}/consents`, {
        ...newConsent,
        scopes: ['case-work'],
        assent: undefined,
        ...way,
      });
      if (reply.status === 400) {
        expect(['givenBy', 'form', 'assent']).toContain(reply.body.errors[0].field);
        expect(reply.body.errors[0].detail).not.toMatch(/^input\./);
      }
      found.push({ ...way, status: reply.status });
    }
    expect(found).toEqual(ways.map((way) => ({ ...way, status: counts[band]!(way) ? 201 : 400 })));
  });

  it('is judged by the age at giving, not by the age today', async () => {
    const { id: younger } = await world.aCase(worker, { birthQuarter: '2017-Q1', arrivedOn: '2022-01-10' });
    const { id: older } = await world.aCase(worker, { birthQuarter: '2013-Q1', arrivedOn: '2022-01-10' });
    const oral = { ...newConsent, scopes: ['case-work'], givenBy: 'worker-best-interests', form: 'oral' };
    const give = (id: string, givenOn: string, assent?: string) => worker.post(`/cases/${id}/consents`, { ...oral, givenOn, assent });
    expect((await give(younger, '2022-06-01')).status).toBe(201);
    expect((await give(younger, '2023-06-01')).body.errors[0]).toMatchObject({ field: 'assent', code: 'assent-needed' });
    expect((await give(older, '2024-06-01', 'given')).status).toBe(201);
    expect((await give(older, '2025-06-01', 'given')).body.errors[0]).toMatchObject({ field: 'form', code: 'must-be-written' });
  });
});

describe('How long it holds', () => {
  // The younger band holds to the last day on which somebody of the quarter can still be in it.
  it.each([
    ['2015-Q3', '2026-03-01', '2027-03-01'],
    ['2014-Q2', '2026-03-01', '2026-06-29'],
    ['2014-Q1', '2026-02-10', '2026-03-30'],
    ['2020-Q2', '2026-03-01', '2026-06-29'],
    ['2011-Q4', '2026-03-01', '2026-12-30'],
    ['2008-Q2', '2026-03-01', '2026-06-29'],
    ['1990-Q1', '2026-03-01', '2027-03-01'],
  ])('born in %s, given on %s: to %s', async (birthQuarter, givenOn, validTo) => {
    const { id } = await world.aCase(worker, { birthQuarter });
    const adult = birthQuarter < '2008-Q1';
    const given = { ...newConsent, scopes: ['case-work'], givenBy: adult ? 'person' : 'guardian', givenOn };
    const reply = await worker.post(`/cases/${id}/consents`, given);
    expect([reply.status, reply.body.validFrom, reply.body.validTo]).toEqual([201, givenOn, validTo]);
  });
});
