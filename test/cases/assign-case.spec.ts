import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at } from '../support/promises.ts';
import { aTeam, atOnce, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

describe('Assigning a case', () => {
  it('takes everything of the case from the old worker and gives it to the new one', async () => {
    const { worker, colleague, supervisor } = team;
    const { id } = await world.aCase(worker);
    const need = await worker.post(`/cases/${id}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
    const note = await worker.post(`/cases/${id}/notes`, { note: 'Likes the colour green.' });
    const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0];
    const paths = [`/cases/${id}`, `/needs/${need.body.id}`, `/notes/${note.body.id}`, `/follow-ups/${followUp.id}`];
    const seenBy = async (who: typeof worker): Promise<number[]> =>
      (await Promise.all(paths.map((path) => who.get(path)))).map((r) => r.status);
    expect([await seenBy(worker), await seenBy(colleague)]).toEqual([
      [200, 200, 200, 200],
      [404, 404, 404, 404],
    ]);

    const reply = await supervisor.post(`/cases/${id}/assign`, { workerId: colleague.id });
    expect([reply.status, reply.body.workerId]).toEqual([200, colleague.id]);
    expect([await seenBy(worker), await seenBy(colleague), await seenBy(supervisor)]).toEqual([
      [404, 404, 404, 404],
      [200, 200, 200, 200],
      [200, 200, 200, 200],
    ]);
    expect((await worker.get(`/needs?caseId=${id}`)).body.items).toEqual([]);
    expect((await colleague.get(`/follow-ups/${followUp.id}`)).body.workerId).toBe(colleague.id);
  });

  it('lets the next reminder go to the new worker', async () => {
    const { worker, colleague, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await supervisor.post(`/cases/${id}/assign`, { workerId: colleague.id });
    await at(house, '2026-03-07T04:00:00Z');
    const told = await Promise.all([worker, colleague].map(async (who) => (await who.get('/notifications')).body.items.length));
    expect(told).toEqual([0, 1]);
  });

  it.each([
    ['worker', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await world.aCase(team.worker);
    expect((await team[who].post(`/cases/${id}/assign`, { workerId: team.colleague.id })).status).toBe(status);
  });

  it('is refused to the supervisor of another team with 404', async () => {
    const other = await world.someone('supervisor');
    const { id } = await world.aCase(team.worker);
    expect((await other.post(`/cases/${id}/assign`, { workerId: team.colleague.id })).status).toBe(404);
  });

  it.each(['stranger', 'supervisor', 'partner'] as const)('is refused when it shall go to the %s', async (who) => {
    const { id } = await world.aCase(team.worker);
    const reply = await team.supervisor.post(`/cases/${id}/assign`, { workerId: team[who].id });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toMatchObject([{ field: 'workerId', code: 'not-of-the-unit' }]);
  });

  it('is refused when it shall go to somebody who has left', async () => {
    const leaver = await world.someone('social-worker', team.worker);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    const { id } = await world.aCase(team.worker);
    expect((await team.supervisor.post(`/cases/${id}/assign`, { workerId: leaver.id })).status).toBe(400);
  });

  it('is refused with 409 when the case is theirs already, or closed', async () => {
    const { id } = await world.aCase(team.worker);
    const same = await team.supervisor.post(`/cases/${id}/assign`, { workerId: team.worker.id });
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    const closed = await team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id });
    expect([same.status, same.body.type, closed.status, closed.body.type]).toEqual([
      409,
      '/problems/case-already-theirs',
      409,
      '/problems/case-closed',
    ]);
  });

  it('happens once, however many press the button', async () => {
    const { id } = await world.aCase(team.worker);
    expect(await atOnce(4, () => team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id }))).toEqual([
      200, 409, 409, 409,
    ]);
  });

  it('leaves a deed of the old worker either done before or refused, never done after', async () => {
    const { id } = await world.aCase(team.worker);
    const [assigned, ...notes] = await Promise.all([
      team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id }),
      ...Array.from({ length: 6 }, () => team.worker.post(`/cases/${id}/notes`, { note: 'Called the school.' })),
    ]);
    expect(assigned.status).toBe(200);
    const written = notes.filter(({ status }) => status === 201).length;
    expect(notes.every(({ status }) => status === 201 || status === 404)).toBe(true);
    expect((await team.colleague.get(`/notes?caseId=${id}&limit=100`)).body.items).toHaveLength(written);
    expect((await team.worker.get(`/notes?caseId=${id}`)).body.items).toEqual([]);
  });

  it('is undone as a whole when a row cannot follow', async () => {
    const { id } = await world.aCase(team.worker);
    const reply = await whileFailing(house, 'follow_up', () =>
      team.supervisor.post(`/cases/${id}/assign`, { workerId: team.colleague.id }),
    );
    expect(reply.status).toBe(500);
    expect((await team.worker.get(`/cases/${id}`)).body.workerId).toBe(team.worker.id);
  });
});
