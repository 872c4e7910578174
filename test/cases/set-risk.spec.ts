import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { ledgerOf } from '../support/promises.ts';
import { aTeam, atOnce, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const today = new Date('2026-03-02T04:00:00Z');
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
afterEach(() => house.clock.moveTo(today));

describe('Setting the risk', () => {
  it('holds for ninety days', async () => {
    const { id } = await world.aCase(team.worker);
    const { status, body } = await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ risk: 'low', riskSetOn: '2026-03-02', riskExpiresOn: '2026-05-31' });
  });

  it('gives the follow-up another day and new reminders, and takes the old ones back', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/risk`, { risk: 'medium' });
    const { body } = await team.worker.get(`/follow-ups?type=contact&caseId=${id}`);
    expect(body.items).toMatchObject([{ status: 'planned', dueOn: '2026-03-16', riskBasis: 'medium' }]);
    expect(await ledgerOf(house, id)).toEqual([
      { kind: 'soon-due', at: '2026-03-07T04:00:00.000Z', state: 'dropped' },
      { kind: 'due', at: '2026-03-10T04:00:00.000Z', state: 'dropped' },
      { kind: 'supervisor', at: '2026-03-11T04:00:00.000Z', state: 'dropped' },
      { kind: 'focal-point', at: '2026-03-12T04:00:00.000Z', state: 'dropped' },
      { kind: 'soon-due', at: '2026-03-13T04:00:00.000Z', state: 'waiting' },
      { kind: 'coordinator', at: '2026-03-16T04:00:00.000Z', state: 'dropped' },
      { kind: 'due', at: '2026-03-16T04:00:00.000Z', state: 'waiting' },
      { kind: 'supervisor', at: '2026-03-18T04:00:00.000Z', state: 'waiting' },
      { kind: 'focal-point', at: '2026-03-31T04:00:00.000Z', state: 'waiting' },
      { kind: 'coordinator', at: '2026-04-07T04:00:00.000Z', state: 'waiting' },
    ]);
  });

  it('can be set to what it counted as before, and there and back on the same day', async () => {
    const { id } = await world.aCase(team.worker);
    const statuses = [];
    for (const risk of ['high', 'low', 'high', 'high', 'unknown'])
      statuses.push((await team.worker.post(`/cases/${id}/risk`, { risk })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const waiting = (await ledgerOf(house, id)).filter(({ state }) => state === 'waiting');
    expect(waiting.map(({ kind, at }) => `${kind} ${at.slice(0, 10)}`)).toEqual([
      'soon-due 2026-03-07',
      'due 2026-03-10',
      'supervisor 2026-03-11',
      'focal-point 2026-03-12',
      'coordinator 2026-03-16',
    ]);
  });

  it('moves nothing when the danger is what it was, so that nobody puts a missed follow-up off by judging anew', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/risk`, { risk: 'medium' });
    await house.clock.moveTo(new Date('2026-03-12T04:00:00Z'));
    await team.worker.post(`/cases/${id}/risk`, { risk: 'medium' });
    expect((await team.worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items).toMatchObject([{ dueOn: '2026-03-16' }]);
  });

  it('counts as high once it has expired', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    const { body } = await team.worker.get(`/follow-ups?type=contact&caseId=${id}`);
    await house.clock.moveTo(new Date('2026-06-01T04:00:00Z'));
    await team.worker.post(`/follow-ups/${body.items[0].id}/complete`, { result: 'reached-well' });
    const next = await team.worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`);
    expect(next.body.items).toMatchObject([{ riskBasis: 'high', dueOn: '2026-06-08' }]);
  });

  it.each([
    ['supervisor', 403, '/problems/forbidden'],
    ['colleague', 404, '/problems/not-found'],
    ['stranger', 404, '/problems/not-found'],
    ['partner', 404, '/problems/not-found'],
  ] as const)('is refused to the %s with %i', async (who, status, type) => {
    const { id } = await world.aCase(team.worker);
    const reply = await team[who].post(`/cases/${id}/risk`, { risk: 'low' });
    expect([reply.status, reply.body.type]).toEqual([status, type]);
    expect((await eventsOf(house, team[who].id)).at(-1)).toMatchObject({ action: 'POST /cases/:id/risk', record_ids: [id] });
  });

  it('is refused on a closed case with 409', async () => {
    const { id } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    const reply = await team.worker.post(`/cases/${id}/risk`, { risk: 'low' });
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
  });

  it('leaves one open follow-up and one set of reminders when four set it at once', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await atOnce(4, () => team.worker.post(`/cases/${id}/risk`, { risk: 'low' }))).toEqual([200, 200, 200, 200]);
    const open = (await team.worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`)).body.items;
    expect(open).toHaveLength(1);
    expect((await ledgerOf(house, id)).filter(({ state }) => state === 'waiting')).toHaveLength(5);
  });

  it('is undone as a whole when the follow-up cannot be moved', async () => {
    const { id, etag } = await world.aCase(team.worker);
    const reply = await whileFailing(house, 'follow_up_dispatch', () => team.worker.post(`/cases/${id}/risk`, { risk: 'low' }));
    expect(reply.status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).headers.etag).toBe(etag);
  });

  it('stands in the access log as done', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'medium' });
    expect(await eventsOf(house, worker.id, 'set-risk')).toMatchObject([{ record: 'case', record_ids: [id], result: 'done' }]);
  });
});
