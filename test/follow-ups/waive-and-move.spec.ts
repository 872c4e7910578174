import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, ledgerOf } from '../support/promises.ts';
import { aTeam, atOnce, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
});

interface Row {
  readonly id: string;
  readonly status: string;
  readonly dueOn: string;
}
const contacts = async (caseId: string, type = 'contact'): Promise<Row[]> =>
  (await team.worker.get(`/follow-ups?type=${type}&caseId=${caseId}&sort=dueOn`)).body.items as Row[];
async function aContact(risk = 'medium'): Promise<Row & { caseId: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  await team.worker.post(`/cases/${caseId}/risk`, { risk });
  const [first] = await contacts(caseId);
  if (first === undefined) throw new Error('no contact');
  return { ...first, caseId };
}
const waive = (id: string, reason = 'person-away') => team.worker.post(`/follow-ups/${id}/waive`, { reason });
const move = (id: string, dueOn: string, reason = 'person-away') => team.worker.post(`/follow-ups/${id}/reschedule`, { dueOn, reason });

describe('Waiving a follow-up', () => {
  it('says why, takes its reminders back, plans the next, and stands in the timeline', async () => {
    const { id, caseId } = await aContact();
    const { status, body } = await waive(id);
    expect([status, body]).toMatchObject([200, { status: 'waived', waivedReason: 'person-away', waivedOn: '2026-03-02' }]);
    const byStatus = (await contacts(caseId)).sort((a, b) => (a.status < b.status ? -1 : 1));
    expect(byStatus).toMatchObject([{ status: 'planned', dueOn: '2026-03-16', afterWaiver: true }, { id }]);
    expect((await ledgerOf(house, caseId)).filter(({ state }) => state === 'waiting')).toHaveLength(5);
    const { items } = (await team.supervisor.get(`/cases/${caseId}/timeline`)).body as { items: { kind: string; details: object }[] };
    expect(items.find(({ kind }) => kind === 'follow-up-waived')?.details).toEqual({ waivedReason: 'person-away' });
  });

  it('is not done twice in a row, at high risk, or to what must be done', async () => {
    const { id, caseId } = await aContact();
    await waive(id);
    const next = (await contacts(caseId)).find((each) => each.status === 'planned');
    const high = await aContact('high');
    const [review] = await contacts(caseId, 'review');
    const answers = await Promise.all([waive(next!.id), waive(high.id), waive(review!.id)]);
    expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
      [409, '/problems/follow-up-waived-before'],
      [409, '/problems/follow-up-at-risk'],
      [409, '/problems/follow-up-not-to-be-waived'],
    ]);
    expect((await contacts(caseId)).map(({ status }) => status).sort()).toEqual(['planned', 'waived']);
  });

  it('takes a reason of the worker, and none of the system', async () => {
    const { id } = await aContact();
    for (const reason of ['case-closed', 'no-such']) {
      const { status, body } = await waive(id, reason);
      expect([status, body.errors]).toMatchObject([400, [{ field: 'reason', code: 'not-a-code' }]]);
    }
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await aContact();
    expect((await team[who].post(`/follow-ups/${id}/waive`, { reason: 'person-away' })).status).toBe(status);
    expect((await team[who].post(`/follow-ups/${id}/reschedule`, { dueOn: '2026-03-17', reason: 'person-away' })).status).toBe(status);
  });

  it('happens once, however many press the button, and as a whole', async () => {
    const { id, caseId } = await aContact();
    expect(await atOnce(3, () => waive(id))).toEqual([200, 409, 409]);
    expect(await contacts(caseId)).toHaveLength(2);
    const other = await aContact();
    expect((await whileFailing(house, 'platform.outbox', () => waive(other.id))).status).toBe(500);
    expect(await contacts(other.caseId)).toMatchObject([{ status: 'planned', waivedReason: null }]);
  });

  it('ends what was missed too', async () => {
    const { id } = await aContact();
    await at(house, '2026-03-18T04:00:00Z');
    expect((await waive(id)).body.status).toBe('waived');
  });
});

describe('Putting a follow-up on another day', () => {
  it('moves its reminders with it, keeps the day it was planned for, and stands in the timeline', async () => {
    const { id, caseId } = await aContact();
    const { status, body } = await move(id, '2026-03-18');
    expect([status, body]).toMatchObject([
      200,
      { status: 'planned', dueOn: '2026-03-18', plannedOn: '2026-03-16', movedTimes: 1, movedReason: 'person-away' },
    ]);
    const waiting = (await ledgerOf(house, caseId)).filter(({ state }) => state === 'waiting');
    expect(waiting.slice(0, 2).map(({ kind, at: time }) => `${kind} ${time.slice(5, 10)}`)).toEqual(['soon-due 03-15', 'due 03-18']);
    const { items } = (await team.worker.get(`/cases/${caseId}/timeline`)).body as { items: { kind: string; details: object }[] };
    expect(items.find(({ kind }) => kind === 'follow-up-moved')?.details).toEqual({ dueOn: '2026-03-18', movedReason: 'person-away' });
  });

  it.each([
    ['medium', '2026-03-30', 'too-late'],
    ['medium', '2026-03-22', 'not-a-working-day'],
    ['medium', '2026-03-01', 'in-the-past'],
    ['high', '2026-03-16', 'too-late'],
  ])('at %s risk to %s is refused: %s', async (risk, dueOn, code) => {
    const { id } = await aContact(risk);
    const { status, body } = await move(id, dueOn);
    expect([status, body.errors]).toMatchObject([400, [{ field: 'dueOn', code }]]);
  });

  it('is done twice at most, and no later for that', async () => {
    const { id } = await aContact('low');
    expect((await move(id, '2026-04-08')).status).toBe(200);
    expect((await move(id, '2026-04-16')).body.errors).toMatchObject([{ code: 'too-late', detail: expect.stringContaining('2026-04-15') }]);
    expect((await move(id, '2026-04-15')).status).toBe(200);
    expect((await move(id, '2026-03-16')).body.type).toBe('/problems/follow-up-moved-often');
  });

  it('takes nothing off the list of what was missed', async () => {
    const { id } = await aContact();
    await at(house, '2026-03-16T04:00:00Z');
    expect((await team.worker.get(`/follow-ups/${id}`)).body.status).toBe('due');
    await at(house, '2026-03-18T04:00:00Z');
    const { status, body } = await move(id, '2026-03-19');
    expect([status, body.type]).toEqual([409, '/problems/follow-up-cannot-reschedule']);
  });

  it('does not take a review past its ninety days, nor one before an age band past the band', async () => {
    const { caseId } = await aContact('low');
    const [review] = await contacts(caseId, 'review');
    // Ninety days from 2 March end on 31 May, a Sunday.
    expect((await move(review!.id, '2026-06-01')).body.errors).toMatchObject([
      { code: 'too-late', detail: expect.stringContaining('2026-05-31') },
    ]);
    const [risk] = await contacts(caseId, 'risk-review');
    expect((await move(risk!.id, '2026-05-20')).body.type).toBe('/problems/follow-up-not-to-be-moved');
  });

  it('is no worker’s to do by a plain statement', async () => {
    const { id } = await aContact();
    const { body } = await team.worker.get(`/follow-ups/${id}`);
    expect((body.meta as { can: string[] }).can.sort()).toEqual(['complete', 'reschedule', 'waive']);
    expect((await team.worker.patch(`/follow-ups/${id}`, { dueOn: '2026-03-17' }, { 'if-match': '"x"' })).status).toBe(404);
  });
});

describe('The list of what was missed', () => {
  it('has every one that is open, the longest first, for the worker and for the team; done or waived it is gone', async () => {
    const own = await aTeam(world);
    const ids: string[] = [];
    for (const risk of ['low', 'high', 'medium']) {
      const { id } = await world.aCase(own.worker);
      await own.worker.post(`/cases/${id}/risk`, { risk });
      ids.push((await own.worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id as string);
    }
    const [low, high, medium] = ids;
    await at(house, '2026-03-25T04:00:00Z');
    const missed = async (who: typeof own.worker, query = ''): Promise<string[]> =>
      ((await who.get(`/follow-ups/missed${query}`)).body.items as Row[]).map(({ id }) => id);
    expect([await missed(own.worker), await missed(own.supervisor), await missed(team.worker, '?limit=1&status=planned')]).toEqual([
      [high, medium],
      [high, medium],
      [],
    ]);
    expect(await missed(own.colleague)).toEqual([]);
    const first = await own.supervisor.get('/follow-ups/missed?limit=1');
    expect((await own.supervisor.get(`/follow-ups/missed?limit=1&after=${String(first.body.next)}`)).body.items).toMatchObject([
      { id: medium },
    ]);
    await own.worker.post(`/follow-ups/${high}/complete`, { result: 'not-reached' });
    await own.worker.post(`/follow-ups/${medium}/waive`, { reason: 'person-away' });
    await at(house, '2026-04-03T04:00:00Z');
    expect(await missed(own.supervisor)).toContain(low);
    expect(await missed(own.supervisor)).not.toContain(medium);
    expect((await team.partner.get('/follow-ups/missed')).status).toBe(403);
  });
});
