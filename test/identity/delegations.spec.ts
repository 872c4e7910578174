import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeEach(async () => {
  team = await aTeam(world);
});
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
});

const days = { fromOn: '2026-03-06', toOn: '2026-03-09' };
const cover = (who: Someone, more: object = {}) => who.post('/delegations', { delegateId: team.colleague.id, ...days, ...more });
const toldTo = async (who: Someone): Promise<string[]> =>
  ((await who.get('/notifications?sort=createdAt')).body.items as { kind: string; subjectType: string }[]).map(
    ({ kind, subjectType }) => `${subjectType} ${kind}`,
  );

describe('Standing in for a colleague', () => {
  it('is arranged by whoever goes away, or by the supervisor for them; both and the stand-in see it', async () => {
    const { status, body } = await cover(team.worker);
    expect([status, body]).toMatchObject([
      201,
      { personId: team.worker.id, delegateId: team.colleague.id, unitId: team.worker.unitId, ...days, endedOn: null },
    ]);
    for (const who of [team.worker, team.colleague, team.supervisor])
      expect((await who.get(`/delegations/${String(body.id)}`)).status).toBe(200);
    expect((await team.stranger.get(`/delegations/${String(body.id)}`)).status).toBe(404);
    const other = await cover(team.supervisor, { personId: team.colleague.id, delegateId: team.worker.id });
    expect(other.status).toBe(201);
  });

  it('is refused to others: for somebody else, and to whoever works on no case', async () => {
    expect((await cover(team.worker, { personId: team.colleague.id, delegateId: team.worker.id })).status).toBe(403);
    expect((await cover(team.partner)).status).toBe(403);
    expect((await cover(await world.someone('supervisor'), { personId: team.worker.id })).status).toBe(400);
  });

  it.each([
    ['nobody of another unit', () => ({ delegateId: team.stranger.id }), 'delegateId', 'not-of-the-unit'],
    ['nobody of another role', () => ({ delegateId: team.supervisor.id }), 'delegateId', 'not-of-the-unit'],
    ['not oneself', () => ({ delegateId: team.worker.id }), 'delegateId', 'not-of-the-unit'],
    ['no days that are over', () => ({ fromOn: '2026-02-01', toOn: '2026-03-01' }), 'toOn', 'in-the-past'],
    ['no end before the beginning', () => ({ fromOn: '2026-03-09', toOn: '2026-03-06' }), 'toOn', 'before-it-begins'],
    ['no time without end', () => ({ fromOn: '2026-03-06', toOn: '2026-05-05' }), 'toOn', 'too-late'],
  ])('takes %s', async (_, more, field, code) => {
    const { status, body } = await cover(team.worker, more());
    expect([status, body.errors]).toMatchObject([400, [{ field, code }]]);
  });

  it('is one person’s at a time, however many arrange it at once', async () => {
    expect(await atOnce(3, () => cover(team.worker))).toEqual([201, 409, 409]);
    expect((await cover(team.worker, { fromOn: '2026-03-09', toOn: '2026-03-12' })).status).toBe(409);
    expect((await cover(team.worker, { fromOn: '2026-03-10', toOn: '2026-03-12' })).status).toBe(201);
  });

  it('ends once, sooner if need be', async () => {
    const { body } = await cover(team.worker);
    const end = (who: Someone) => who.post(`/delegations/${String(body.id)}/end`);
    expect((await end(team.colleague)).status).toBe(403);
    expect((await end(team.stranger)).status).toBe(404);
    expect((await end(team.supervisor)).body).toMatchObject({ endedOn: '2026-03-02' });
    expect((await end(team.worker)).status).toBe(409);
    await world.aCase(team.worker);
    await at(house, '2026-03-07T04:00:00Z');
    expect(await toldTo(team.colleague)).toEqual([]);
  });
});

describe('Whoever stands in', () => {
  it('hears during those days what the other hears, and can open it as long as they last', async () => {
    await world.aCase(team.worker);
    await cover(team.worker);
    await at(house, '2026-03-07T04:00:00Z');
    const soon = ['follow-up soon-due'];
    expect([await toldTo(team.worker), await toldTo(team.colleague)]).toEqual([soon, soon]);
    const [notice] = (await team.colleague.get('/notifications')).body.items as { subjectId: string; dueOn: string }[];
    expect(notice?.dueOn).toBe('2026-03-10');
    const followUp = `/follow-ups/${String(notice?.subjectId)}`;
    expect((await team.colleague.get(followUp)).status).toBe(200);
    await at(house, '2026-03-10T04:00:00Z');
    expect([await toldTo(team.worker), await toldTo(team.colleague)]).toEqual([['follow-up soon-due', 'follow-up due'], soon]);
    expect((await team.colleague.get(followUp)).status).toBe(404);
  });

  it('hears nothing once they have left the unit themselves', async () => {
    await world.aCase(team.worker);
    await cover(team.worker);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [team.colleague.id]);
    await at(house, '2026-03-07T04:00:00Z');
    expect(await toldTo(team.worker)).toEqual(['follow-up soon-due']);
    expect(await house.rows('SELECT 1 FROM notification WHERE person_id = $1', [team.colleague.id])).toEqual([]);
  });
});
