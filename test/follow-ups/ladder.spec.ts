import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue, ledgerOf } from '../support/promises.ts';
import { aTeam } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
afterEach(async () => {
  await keepWhatIsDue(house);
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  // A coordinator is told of a whole country: those of one test are gone before the next.
  await house.rows(`UPDATE person SET active = false WHERE role = 'coordinator'`);
});

interface Told {
  readonly kind: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly dueOn: string | null;
  readonly howMany: number | null;
}
const toldTo = async (who: Someone): Promise<Told[]> => (await who.get('/notifications?sort=createdAt')).body.items as Told[];
const steps = async (caseId: string): Promise<string[]> =>
  (await ledgerOf(house, caseId)).slice(2).map(({ kind, at: time, state }) => `${kind} ${time.slice(5, 10)} ${state}`);

/** A desk of the same agency apart from the unit that works on the case. */
async function aDeskBeside({ agencyId }: Someone): Promise<{ unitId: string; agencyId: string }> {
  const unitId = randomUUID();
  await house.rows('INSERT INTO unit (id, agency_id, name) VALUES ($1, $2, $3)', [unitId, agencyId, `Desk ${unitId}`]);
  return { unitId, agencyId };
}

describe('A follow-up at high risk that nobody answers', () => {
  it('climbs after one, two and five working days: to the supervisor, the focal point of the agency, and as a number to the coordinator', async () => {
    const { worker, supervisor } = await aTeam(world);
    const focalPoint = await world.someone('focal-point', await aDeskBeside(worker));
    const [elsewhere, coordinator] = [await world.someone('focal-point'), await world.someone('coordinator')];
    const { id, code } = await world.aCase(worker);
    const story: unknown[] = [];
    for (const time of ['2026-03-11T04:00:00Z', '2026-03-12T03:59:59Z', '2026-03-12T04:00:00Z', '2026-03-16T04:00:00Z']) {
      await at(house, time);
      story.push([
        time.slice(5, 16),
        ...(await Promise.all([supervisor, focalPoint, coordinator].map(async (who) => (await toldTo(who)).length))),
      ]);
    }
    expect(story).toEqual([
      ['03-11T04:00', 1, 0, 0],
      ['03-12T03:59', 1, 0, 0],
      ['03-12T04:00', 1, 1, 0],
      ['03-16T04:00', 1, 1, 1],
    ]);
    const heard = [...(await toldTo(focalPoint)), ...(await toldTo(coordinator))];
    expect(heard).toMatchObject([
      { kind: 'unanswered', subjectType: 'unit', subjectId: worker.unitId, dueOn: '2026-03-10', howMany: null },
      { kind: 'overdue', subjectType: 'agency', subjectId: worker.agencyId, dueOn: null, howMany: 1 },
    ]);
    const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id as string;
    for (const secret of [id, code, followUp, worker.id]) expect(JSON.stringify(heard)).not.toContain(secret);
    expect(await toldTo(elsewhere)).toEqual([]);
    for (const who of [focalPoint, coordinator]) expect((await who.get(`/follow-ups/${followUp}`)).status).toBe(404);
    await at(house, '2026-03-25T04:00:00Z');
    expect((await Promise.all([focalPoint, coordinator].map(toldTo))).map(({ length }) => length)).toEqual([1, 1]);
  });

  it('stops when it is done', async () => {
    const { worker, supervisor } = await aTeam(world);
    const focalPoint = await world.someone('focal-point', worker);
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/risk`, { risk: 'low' });
    await at(house, '2026-04-03T04:00:00Z');
    expect((await toldTo(supervisor)).map(({ kind }) => kind)).toEqual(['supervisor']);
    const followUp = (await worker.get(`/follow-ups?type=contact&caseId=${id}`)).body.items[0].id as string;
    expect((await worker.post(`/follow-ups/${followUp}/complete`, { result: 'reached-well' })).status).toBe(200);
    await at(house, '2026-04-20T04:00:00Z');
    expect((await toldTo(focalPoint)).filter(({ dueOn }) => dueOn === '2026-04-01')).toEqual([]);
    const climbed = (await ledgerOf(house, id)).filter(({ at: time }) => time > '2026-04-02' && time < '2026-04-16');
    expect(climbed.map(({ kind, state }) => `${kind} ${state}`)).toEqual(['supervisor sent', 'focal-point dropped', 'coordinator dropped']);
  });
});

describe('A step on which nobody stands', () => {
  it('is passed over at once, and the next is not told twice', async () => {
    const { worker } = await aTeam(world);
    const coordinator = await world.someone('coordinator');
    const { id } = await world.aCase(worker);
    await at(house, '2026-03-12T04:00:00Z');
    expect(await toldTo(coordinator)).toMatchObject([{ kind: 'overdue', howMany: 1 }]);
    expect(await steps(id)).toEqual(['supervisor 03-11 sent', 'focal-point 03-12 sent', 'coordinator 03-16 dropped']);
  });

  it('is looked at when the message goes out, not when it was planned', async () => {
    const { worker } = await aTeam(world);
    const left = await world.someone('focal-point', worker);
    await world.aCase(worker);
    await at(house, '2026-03-11T04:00:00Z');
    await house.rows('UPDATE person SET active = false WHERE id = $1', [left.id]);
    const came = await world.someone('focal-point', worker);
    await at(house, '2026-03-12T04:00:00Z');
    expect((await toldTo(came)).map(({ kind }) => kind)).toEqual(['unanswered']);
  });

  it('ends the ladder when all above it are empty too', async () => {
    const { worker } = await aTeam(world);
    const { id } = await world.aCase(worker);
    await at(house, '2026-04-20T04:00:00Z');
    expect(await steps(id)).toEqual(['supervisor 03-11 sent', 'focal-point 03-12 dropped', 'coordinator 03-16 dropped']);
  });
});

describe('A coordinator', () => {
  it('has the number put right that is still unread, and hears anew when it was read', async () => {
    const { worker } = await aTeam(world);
    const coordinator = await world.someone('coordinator');
    await world.aCase(worker);
    await at(house, '2026-03-16T04:00:00Z');
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    await world.aCase(worker);
    await at(house, '2026-03-16T04:00:00Z');
    const [notice, ...more] = (await coordinator.get('/notifications')).body.items as { id: string; howMany: number }[];
    expect([notice?.howMany, more]).toEqual([2, []]);
    expect((await coordinator.post(`/notifications/${notice!.id}/read`)).status).toBe(200);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    await world.aCase(worker);
    await at(house, '2026-03-16T04:00:00Z');
    expect((await toldTo(coordinator)).map(({ howMany }) => howMany).sort()).toEqual([2, 3]);
  });

  it('of another country hears nothing', async () => {
    const { worker } = await aTeam(world);
    const abroad = await world.someone('coordinator');
    await house.rows(`UPDATE agency SET country = 'KZ' WHERE id = $1`, [abroad.agencyId]);
    await world.aCase(worker);
    await at(house, '2026-03-16T04:00:00Z');
    expect(await toldTo(abroad)).toEqual([]);
  });
});

describe('A follow-up of a sealed case', () => {
  it('stays with its worker, step by step, and reaches the coordinator as a number like any other', async () => {
    const { worker, supervisor } = await aTeam(world);
    const [focalPoint, coordinator] = [await world.someone('focal-point', worker), await world.someone('coordinator')];
    const { id } = await world.aCase(worker);
    await supervisor.post(`/cases/${id}/seal`, { reason: 'relative-in-team' });
    await at(house, '2026-03-16T04:00:00Z');
    expect((await toldTo(worker)).map(({ kind }) => kind).sort()).toEqual(['due', 'focal-point', 'soon-due', 'supervisor']);
    expect([await toldTo(supervisor), await toldTo(focalPoint)]).toEqual([[], []]);
    expect(await toldTo(coordinator)).toMatchObject([{ kind: 'overdue', howMany: 1 }]);
  });
});
