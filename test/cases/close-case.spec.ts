import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { ledgerOf } from '../support/promises.ts';
import { aTeam, atOnce, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

const asked = async (): Promise<string> => {
  const { id } = await world.aCase(team.worker);
  const reply = await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
  expect([reply.status, reply.body.closureRequestedById, reply.body.closureReason]).toEqual([200, team.worker.id, 'goals-met']);
  return id;
};
const closed = async (): Promise<string> => {
  const id = await asked();
  expect((await team.supervisor.post(`/cases/${id}/close`)).body.status).toBe('closed');
  return id;
};

describe('Asking to close a case', () => {
  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await world.aCase(team.worker);
    expect((await team[who].post(`/cases/${id}/request-closure`, { reason: 'goals-met' })).status).toBe(status);
  });

  it('happens once, however many press the button, and not on a closed case', async () => {
    const { id } = await world.aCase(team.worker);
    const ask = () => team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    expect(await atOnce(4, ask)).toEqual([200, 409, 409, 409]);
    expect((await ask()).body.type).toBe('/problems/closure-already-requested');
    await team.supervisor.post(`/cases/${id}/close`);
    expect((await ask()).body.type).toBe('/problems/case-cannot-close');
  });
});

describe('Refusing to close a case', () => {
  it('lets the work go on, and closure can be asked for anew', async () => {
    const id = await asked();
    const { status, body } = await team.supervisor.post(`/cases/${id}/refuse-closure`);
    expect([status, body.closureRequestedById, body.closureReason]).toEqual([200, null, null]);
    expect((await team.worker.post(`/cases/${id}/request-closure`, { reason: 'moved' })).status).toBe(200);
  });

  it('is refused when nobody asked, to the worker, and to whoever does not see the case', async () => {
    const { id } = await world.aCase(team.worker);
    const replies = await Promise.all([team.supervisor, team.worker, team.stranger].map((who) => who.post(`/cases/${id}/refuse-closure`)));
    expect(replies.map(({ status }) => status)).toEqual([409, 403, 404]);
    expect(replies[0]?.body.type).toBe('/problems/closure-not-requested');
  });

  it('and closing cannot both happen', async () => {
    const id = await asked();
    const replies = await Promise.all([team.supervisor.post(`/cases/${id}/close`), team.supervisor.post(`/cases/${id}/refuse-closure`)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('Closing a case', () => {
  it('ends the follow-ups and takes every reminder back', async () => {
    const id = await closed();
    const { body } = await team.supervisor.get(`/follow-ups?type=contact&caseId=${id}`);
    expect(body.items).toMatchObject([{ status: 'waived', waivedReason: 'case-closed' }]);
    expect((await ledgerOf(house, id)).map(({ state }) => state)).toEqual(Array<string>(5).fill('dropped'));
  });

  it('needs somebody to have asked', async () => {
    const { id } = await world.aCase(team.worker);
    const reply = await team.supervisor.post(`/cases/${id}/close`);
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/approval-needed']);
  });

  it('is refused to whoever asked for it, even as a supervisor', async () => {
    const id = await asked();
    await house.rows('UPDATE case_core SET closure_requested_by_id = $1 WHERE id = $2', [team.supervisor.id, id]);
    const reply = await team.supervisor.post(`/cases/${id}/close`);
    expect([reply.status, reply.body.why]).toEqual([403, 'own-request']);
  });

  it.each([
    ['worker', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const id = await asked();
    expect((await team[who].post(`/cases/${id}/close`)).status).toBe(status);
  });

  it('happens once, however many press the button', async () => {
    const id = await asked();
    expect(await atOnce(4, () => team.supervisor.post(`/cases/${id}/close`))).toEqual([200, 409, 409, 409]);
  });

  it('leaves no open follow-up behind when the worker completes one at the same time', async () => {
    const id = await asked();
    const followUp = (await team.worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id;
    const [completed, shut] = await Promise.all([
      team.worker.post(`/follow-ups/${followUp}/complete`, { result: 'reached-well' }),
      team.supervisor.post(`/cases/${id}/close`),
    ]);
    expect([[200, 409].includes(completed.status), shut.status]).toEqual([true, 200]);
    const { body } = await team.supervisor.get(`/follow-ups?type=contact&caseId=${id}&status=planned,due,missed`);
    expect(body.items).toEqual([]);
    expect((await ledgerOf(house, id)).filter(({ state }) => state === 'waiting')).toEqual([]);
  });

  it('is undone as a whole when the follow-up cannot be ended', async () => {
    const id = await asked();
    expect((await whileFailing(house, 'follow_up', () => team.supervisor.post(`/cases/${id}/close`))).status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).body).toMatchObject({ status: 'registered', closureRequestedById: team.worker.id });
  });
});

describe('Reopening a case', () => {
  it('takes the work up again and plans a follow-up', async () => {
    const id = await closed();
    const { status, body } = await team.supervisor.post(`/cases/${id}/reopen`);
    expect([status, body.status, body.closureReason]).toEqual([200, 'active', null]);
    const open = await team.worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`);
    expect(open.body.items).toHaveLength(1);
  });

  it('is refused while the case is open, to the worker, and to whoever does not see it', async () => {
    const { id } = await world.aCase(team.worker);
    const replies = await Promise.all([team.supervisor, team.worker, team.stranger].map((who) => who.post(`/cases/${id}/reopen`)));
    expect(replies.map(({ status }) => status)).toEqual([409, 403, 404]);
  });

  it('happens once, however many press the button, and plans one follow-up', async () => {
    const id = await closed();
    expect(await atOnce(4, () => team.supervisor.post(`/cases/${id}/reopen`))).toEqual([200, 409, 409, 409]);
    expect((await team.worker.get(`/follow-ups?type=contact&caseId=${id}&status=planned`)).body.items).toHaveLength(1);
  });

  it('is undone as a whole when the follow-up cannot be planned', async () => {
    const id = await closed();
    expect((await whileFailing(house, 'follow_up', () => team.supervisor.post(`/cases/${id}/reopen`))).status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).body.status).toBe('closed');
  });
});
