import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aGivenTask, walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let clinic: Someone;
let coordinator: Someone;
const codes: string[] = [];

/** A child whose first medical check keeps the vaccinations waiting; the clinic says that it is held up. */
async function aHeldUpChild(): Promise<void> {
  const { id, code } = await world.aCase(team.worker);
  codes.push(id, code);
  await walked([team.worker, `/cases/${id}/consents`, { ...newConsent, recipientIds: [clinic.agencyId] }]);
  const { body } = await team.worker.get(`/tasks?caseId=${id}&template=T-04`);
  const [check] = body.items as [{ id: string; code: string }];
  codes.push(check.id, check.code);
  await walked(
    [team.worker, `/tasks/${check.id}/release`, { toUnitId: clinic.unitId }],
    [clinic, `/tasks/${check.id}/claim`],
    [clinic, `/tasks/${check.id}/block`, { reason: 'no-capacity' }],
  );
}

beforeAll(async () => {
  team = await aTeam(world);
  clinic = await world.someone('ministry-officer', await world.aUnit('health'));
  coordinator = await world.someone('coordinator', await world.aUnit('coordination'));
  for (let child = 0; child < 4; child++) await aHeldUpChild();
}, 60_000);

const chain = async (): Promise<unknown> =>
  (await coordinator.get('/task-chains?blockingTemplate=T-04&waitingTemplate=T-05')).body.items[0];

describe('Whose work holds up whose', () => {
  it('is seen by a coordinator as a chain of kinds and agencies, and as a number once it is five', async () => {
    const few = { blockingAgencyId: clinic.agencyId, blockingTemplate: 'T-04', waitingTemplate: 'T-05', waiting: null, heldUp: null };
    expect(await chain()).toMatchObject(few);
    const load = async (): Promise<unknown> => (await coordinator.get(`/task-loads?agencyId=${clinic.agencyId}`)).body.items[0];
    expect(await load()).toMatchObject({ open: null, heldUp: null, late: null });
    await aHeldUpChild();
    expect(await chain()).toMatchObject({ waiting: 5, heldUp: 5, late: null });
    expect(await load()).toMatchObject({ open: 5, heldUp: 5, late: null });
  });

  it('counts people: a dozen tasks of one child are no number, and a sixth child changes none', async () => {
    const school = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id } = await aGivenTask(world, team.worker, school);
    await house.rows(
      `WITH more AS (INSERT INTO task SELECT (json_populate_record(t, json_build_object('id', gen_random_uuid(), 'code', gen_random_uuid()))).*
         FROM task t, generate_series(1, 11) WHERE t.id = $1 RETURNING id)
       INSERT INTO task_source SELECT (json_populate_record(s, json_build_object('task_id', more.id, 'occurrence', (SELECT count(*) FROM more b WHERE b.id <= more.id) + 100))).*
         FROM task_source s, more WHERE s.task_id = $1`,
      [id],
    );
    const load = async ({ agencyId }: Someone): Promise<unknown> =>
      (await coordinator.get(`/task-loads?agencyId=${agencyId}`)).body.items[0];
    expect(await load(school)).toMatchObject({ open: null });
    const before = await load(clinic);
    await aHeldUpChild();
    expect(await load(clinic)).toEqual(before);
  });

  it('names no task, no code and no case, and leads to none', async () => {
    const told = [await coordinator.get('/task-chains?limit=100'), await coordinator.get('/task-loads?limit=100')].map(({ text }) => text);
    for (const secret of codes) expect(told.join()).not.toContain(secret);
    expect((await coordinator.get('/tasks')).status).toBe(403);
    expect((await coordinator.get(`/tasks/${codes[2]}`)).status).toBe(404);
  });

  it('is for coordinators, and for nobody else, whichever wall is asked', async () => {
    for (const who of [team.worker, team.supervisor, clinic]) expect((await who.get('/task-chains')).status).toBe(403);
    const plain = 'SELECT * FROM task_chain';
    expect((await rawly(house, team.worker, ['social-worker', 'p_social_worker'], plain)).refused).toBe('42501');
    expect((await rawly(house, coordinator, ['coordinator', 'p_coordinator'], plain)).count).toBeGreaterThan(0);
    for (const table of ['task', 'task_source', 'task_package', 'task_clock'])
      expect((await rawly(house, coordinator, ['coordinator', 'p_coordinator'], `SELECT FROM ${table}`)).refused).toBe('42501');
  });
});
