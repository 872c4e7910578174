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

async function aFollowUp(): Promise<{ caseId: string; id: string }> {
  const { id: caseId } = await world.aCase(team.worker);
  return { caseId, id: (await team.worker.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items[0].id };
}

describe('Completing a follow-up', () => {
  it('says how it went, takes its reminders back and plans the next', async () => {
    const { id, caseId } = await aFollowUp();
    const { status, body } = await team.worker.post(`/follow-ups/${id}/complete`, { result: 'reached-well' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'done', doneOn: '2026-03-02', doneById: team.worker.id, result: 'reached-well' });
    expect((await team.worker.get(`/follow-ups?type=contact&caseId=${caseId}&status=planned`)).body.items).toMatchObject([
      { dueOn: '2026-03-10' },
    ]);
    const states = (await ledgerOf(house, caseId)).map(({ state }) => state).sort();
    expect(states).toEqual([...Array<string>(5).fill('dropped'), ...Array<string>(5).fill('waiting')]);
  });

  it('takes an earlier day, and none to come', async () => {
    const { id } = await aFollowUp();
    const ask = (on: string) => team.worker.post(`/follow-ups/${id}/complete`, { result: 'not-reached', on });
    const early = await ask('2026-03-03');
    expect([early.status, early.body.errors]).toMatchObject([400, [{ field: 'on', code: 'in-the-future' }]]);
    expect((await ask('2026-03-01')).body.doneOn).toBe('2026-03-01');
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await aFollowUp();
    expect((await team[who].post(`/follow-ups/${id}/complete`, { result: 'reached-well' })).status).toBe(status);
  });

  it('happens once, however many press the button, and plans one more', async () => {
    const { id, caseId } = await aFollowUp();
    expect(await atOnce(4, () => team.worker.post(`/follow-ups/${id}/complete`, { result: 'reached-well' }))).toEqual([200, 409, 409, 409]);
    expect((await team.worker.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items).toHaveLength(2);
  });

  it('is undone as a whole when the next cannot be planned', async () => {
    const { id, caseId } = await aFollowUp();
    const reply = await whileFailing(house, 'platform.outbox', () =>
      team.worker.post(`/follow-ups/${id}/complete`, { result: 'reached-well' }),
    );
    expect(reply.status).toBe(500);
    expect((await team.worker.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items).toMatchObject([
      { id, status: 'planned', result: null },
    ]);
  });
});
