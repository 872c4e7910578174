import { beforeAll, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { World, type Reply } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

/** The review of a case of somebody born then. */
async function aReview(birthQuarter: string, type = 'review'): Promise<string> {
  const { id } = await world.aCase(team.worker, { birthQuarter });
  return (await team.worker.get(`/follow-ups?type=${type}&caseId=${id}`)).body.items[0].id as string;
}
const complete = (id: string, said: object): Promise<Reply> => team.worker.post(`/follow-ups/${id}/complete`, said);
const wrong = ({ status, body }: Reply): unknown => [
  status,
  ...(body?.errors ?? []).map(({ field, code }: Record<string, string>) => `${field} ${code}`),
];

describe('R-18: a review of a child', () => {
  // It is 2 March 2026.
  it.each([
    ['of ten', '2015-Q3'],
    ['of six since last year', '2019-Q4'],
    ['of seventeen', '2008-Q2'],
  ])('%s is not completed until the child was asked, or it is said why not', async (_, born) => {
    const id = await aReview(born);
    expect(wrong(await complete(id, { result: 'plan-stands' }))).toEqual([400, 'childViews child-not-heard']);
    expect(wrong(await complete(id, { result: 'plan-stands', childViews: 'not-asked' }))).toEqual([400, 'childViewsReason missing']);
    const heard = { childViews: 'heard', childViewsReason: 'not-present' };
    expect(wrong(await complete(id, { result: 'plan-stands', ...heard }))).toEqual([400, 'childViewsReason not-asked-for']);
    const because = { childViews: 'not-asked', childViewsReason: 'no-interpreter' };
    expect((await complete(id, { result: 'plan-stands', ...because })).body).toMatchObject({ status: 'done', ...because });
  });

  it.each(['heard', 'declined'])('is completed once when the child was %s', async (childViews) => {
    const id = await aReview('2015-Q3', 'age-band-review');
    expect(await atOnce(3, () => complete(id, { result: 'plan-stands', childViews }))).toEqual([200, 409, 409]);
    expect((await team.worker.get(`/follow-ups/${id}`)).body).toMatchObject({ childViews, childViewsReason: null });
  });

  it.each([
    ['a child under six', '2022-Q3'],
    ['an adult', '1990-Q1'],
  ])('asks nothing of %s', async (_, born) => {
    const id = await aReview(born);
    expect(wrong(await complete(id, { result: 'plan-stands', childViews: 'heard' }))).toEqual([400, 'childViews not-asked-for']);
    expect((await complete(id, { result: 'plan-stands' })).body).toMatchObject({ status: 'done', childViews: null });
  });

  it.each([
    ['six', '2020-Q1'],
    ['eighteen', '2008-Q1'],
  ])('takes both where the quarter does not tell whether somebody is %s yet', async (_, born) => {
    expect((await complete(await aReview(born), { result: 'plan-stands' })).status).toBe(200);
    expect((await complete(await aReview(born), { result: 'plan-stands', childViews: 'heard' })).body.childViews).toBe('heard');
  });

  it('counts the age on the day it was held, and no day before the birth', async () => {
    const id = await aReview('2019-Q4');
    expect(wrong(await complete(id, { result: 'plan-stands', on: '2019-03-02' }))).toEqual([400, 'on before-birth']);
    expect(wrong(await complete(id, { result: 'plan-stands', on: '2025-09-30', childViews: 'heard' }))).toEqual([
      ...[400, 'childViews not-asked-for'],
    ]);
  });
});

describe('R-18: a contact with a child', () => {
  it('may say that the child was heard, and need not; nothing of what it said has a place', async () => {
    const id = await aReview('2015-Q3', 'contact');
    expect(wrong(await complete(id, { result: 'reached-well', childViews: 'heard', childViewsText: 'I want to stay.' }))).toEqual([
      ...[400, 'childViewsText unknown-field'],
    ]);
    expect((await complete(id, { result: 'reached-well', childViews: 'heard' })).body.childViews).toBe('heard');
    expect((await complete(await aReview('2015-Q3', 'contact'), { result: 'not-reached' })).status).toBe(200);
  });
});

describe('R-18: whether a child was heard', () => {
  it('is seen by the own team alone, and stands in its history', async () => {
    const id = await aReview('2015-Q3');
    await complete(id, { result: 'plan-stands', childViews: 'declined' });
    expect((await team.supervisor.get(`/follow-ups/${id}`)).body.childViews).toBe('declined');
    for (const who of [team.colleague, team.stranger, team.partner]) {
      expect((await who.get(`/follow-ups/${id}`)).status).toBe(404);
      expect((await who.get('/follow-ups?childViews=declined')).text).not.toContain('"childViews":"');
    }
    const { caseId } = (await team.worker.get(`/follow-ups/${id}`)).body as { caseId: string };
    expect((await team.worker.get(`/cases/${caseId}/history?limit=100`)).text).toContain('"childViews":{"to":"declined","from":null}');
  });

  it('is in no package, whatever the service', () => {
    const fields = shippedReference().disclosureTemplates.flatMap(({ fields: of, oneOff }) => [...of, ...oneOff].map(({ field }) => field));
    expect(fields.filter((field) => /follow_up|child_views/.test(field))).toEqual([]);
  });

  it('is changed by no plain statement once the review is done', async () => {
    const id = await aReview('2015-Q3');
    await complete(id, { result: 'plan-stands', childViews: 'declined' });
    const columns = await house.rows<{ columns: string }>(
      `SELECT pg_get_triggerdef(oid) AS columns FROM pg_trigger WHERE tgname = 'follow_up_is_guarded'`,
    );
    expect(columns[0]?.columns).toContain('old.child_views_reason IS DISTINCT FROM new.child_views_reason');
    await expect(house.rows(`UPDATE follow_up SET child_views_reason = 'not-present' WHERE id = $1`, [id])).rejects.toThrow(
      'not_heard_for_a_reason',
    );
  });
});
