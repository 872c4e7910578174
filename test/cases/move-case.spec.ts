import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, atOnce, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});

describe('Moving a case through the work', () => {
  it('goes step by step, and tells each time what can be done next', async () => {
    const { id } = await world.aCase(team.worker);
    const steps = [];
    for (const move of ['assess', 'plan', 'activate', 'review', 'activate', 'hold', 'resume']) {
      const { status, body } = await team.worker.post(`/cases/${id}/${move}`);
      steps.push([status, body.status]);
      const moves = body.meta.can.filter((deed: string) => ['assess', 'plan', 'activate', 'review', 'hold', 'resume'].includes(deed));
      for (const other of ['assess', 'plan', 'activate', 'review', 'resume'].filter((each) => !moves.includes(each))) {
        const refused = await team.worker.post(`/cases/${id}/${other}`);
        expect([other, refused.status, refused.body.type, refused.body.state]).toEqual([
          other,
          409,
          `/problems/case-cannot-${other}`,
          body.status,
        ]);
      }
    }
    expect(steps).toEqual([
      [200, 'assessed'],
      [200, 'planned'],
      [200, 'active'],
      [200, 'in_review'],
      [200, 'active'],
      [200, 'on_hold'],
      [200, 'active'],
    ]);
  });

  it.each([
    ['supervisor', 403],
    ['colleague', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await world.aCase(team.worker);
    expect((await team[who].post(`/cases/${id}/assess`)).status).toBe(status);
  });

  it('happens once, however many press the button', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await atOnce(4, () => team.worker.post(`/cases/${id}/assess`))).toEqual([200, 409, 409, 409]);
    const done = (await eventsOf(house, team.worker.id, 'assess')).filter(({ record_ids: ids }) => ids.includes(id));
    expect(done).toMatchObject([{ result: 'done' }]);
  });

  it('is undone when the row cannot be written', async () => {
    const { id } = await world.aCase(team.worker);
    expect((await whileFailing(house, 'case_core', () => team.worker.post(`/cases/${id}/assess`))).status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).body.status).toBe('registered');
  });
});

describe('Moving a case to another phase', () => {
  it('goes one forward, and back as far as need be', async () => {
    const { id } = await world.aCase(team.worker);
    const to = (phase: string) => team.worker.post(`/cases/${id}/phase`, { phase, reason: 'A place was found.' });
    expect([(await to('P2')).body.phase, (await to('P3')).body.phase, (await to('P1')).body.phase]).toEqual(['P2', 'P3', 'P1']);
  });

  it('is refused with 409 when it leaps or stays', async () => {
    const { id } = await world.aCase(team.worker);
    const replies = await Promise.all(['P1', 'P3'].map((phase) => team.worker.post(`/cases/${id}/phase`, { phase, reason: 'Quick.' })));
    expect(replies.map(({ status, body }) => [status, body.type, body.phase])).toEqual([
      [409, '/problems/phase-not-next', 'P1'],
      [409, '/problems/phase-not-next', 'P1'],
    ]);
  });

  it('is refused without a reason, to a phase that is none, and to whoever it is not granted', async () => {
    const { id } = await world.aCase(team.worker);
    const phase = { phase: 'P2', reason: 'A place was found.' };
    const replies = await Promise.all([
      team.worker.post(`/cases/${id}/phase`, { phase: 'P2' }),
      team.worker.post(`/cases/${id}/phase`, { ...phase, phase: 'P9' }),
      team.supervisor.post(`/cases/${id}/phase`, phase),
      team.colleague.post(`/cases/${id}/phase`, phase),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 403, 404]);
  });

  it('goes one step only, however many press the button', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await atOnce(4, () => team.worker.post(`/cases/${id}/phase`, { phase: 'P2', reason: 'Moved.' }))).toEqual([200, 409, 409, 409]);
  });
});
