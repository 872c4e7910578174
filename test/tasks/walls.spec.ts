import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aGivenTask, aTeamTask, walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let officer: Someone;
let focal: Someone;
let stranger: Someone;
let id: string;
let own: string;

beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  focal = await world.someone('focal-point', officer);
  stranger = await world.someone('ministry-officer', await world.aUnit('education'));
  ({ id } = await aGivenTask(world, team.worker, officer));
  ({ id: own } = await aTeamTask(world, team.worker));
  await walked([officer, `/tasks/${id}/claim`], [team.worker, `/tasks/${own}/claim`]);
}, 60_000);

type As = Parameters<typeof rawly>[2];
const worker: As = ['social-worker', 'p_social_worker'];
const supervisor: As = ['supervisor', 'p_supervisor'];
const ministry: As = ['ministry-officer', 'p_ministry'];
const focalPoint: As = ['focal-point', 'p_ministry'];
const clock: As = ['system', 'p_system'];

async function sets(who: Someone, as: As, what: string, task = id): Promise<string> {
  const { refused, count } = await rawly(house, who, as, `UPDATE task SET ${what} WHERE id = '${task}'`);
  return refused ?? `met ${count}`;
}

describe('A plain statement, past the first wall', () => {
  it('moves a task on only as its owner may', async () => {
    expect(await sets(officer, ministry, `status = 'in_progress'`)).toBe('met 1');
    for (const what of [`status = 'verified'`, `status = 'cancelled'`, `status = 'open'`, `owner_unit_id = '${stranger.unitId}'`])
      expect([what, await sets(officer, ministry, what)]).toEqual([what, '42501']);
    for (const column of ['due_on = now()', `template = 'T-31'`, 'sharing_ended = true', 'of_team = true', 'worker_id = NULL'])
      expect([column, await sets(officer, ministry, column)]).toEqual([column, '42501']);
    expect(await sets(stranger, ministry, `status = 'in_progress'`)).toBe('met 0');
  });

  it('says whether a goal is reached with the word that it is done, and never after it', async () => {
    const says = `goal_reached = true, next_on = '2026-05-04'`;
    expect(await sets(officer, ministry, says)).toBe('42501');
    expect(await sets(officer, ministry, `status = 'done', ${says}`)).toBe('met 1');
    for (const status of ['done', 'verified', 'returned']) {
      await house.rows('UPDATE task SET status = $2 WHERE id = $1', [id, status]);
      for (const what of ['goal_reached = true', `next_on = '2026-05-04'`])
        expect([status, await sets(officer, ministry, what)]).toEqual([status, '42501']);
    }
    await house.rows(`UPDATE task SET status = 'in_progress' WHERE id = $1`, [id]);
  });

  it('lets nobody who gave it do it, and nobody who did it find it done', async () => {
    for (const [who, as] of [
      [team.worker, worker],
      [team.supervisor, supervisor],
    ] as const)
      expect(await sets(who, as, `status = 'done'`)).toBe('42501');
    expect(await sets(team.colleague, worker, `status = 'cancelled'`)).toBe('met 0');
    await house.rows(`UPDATE task SET status = 'done', done_by_id = $2 WHERE id = $1`, [own, team.worker.id]);
    expect(await sets(team.worker, worker, `status = 'verified'`, own)).toBe('42501');
    expect(await sets(team.supervisor, supervisor, `status = 'verified'`, own)).toBe('met 1');
  });

  it('lets the focal point pass a task on within the agency, and no officer', async () => {
    const [beside] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU') RETURNING id`,
      [officer.agencyId],
    );
    const there = `owner_unit_id = '${beside!.id}'`;
    expect(await sets(officer, ministry, there)).toBe('42501');
    expect(await sets(focal, focalPoint, `${there}, status = 'open'`)).toBe('met 1');
    expect(await sets(focal, focalPoint, `owner_unit_id = '${stranger.unitId}'`)).toBe('42501');
    await house.rows(`UPDATE task SET owner_unit_id = $2, status = 'waiting' WHERE id = $1`, [id, beside!.id]);
    expect(await sets(focal, focalPoint, `status = 'open'`)).toBe('met 0');
    await house.rows(`UPDATE task SET owner_unit_id = $2, status = 'claimed' WHERE id = $1`, [id, officer.unitId]);
  });

  it('shows an owner no side of the team’s, and what was shared only while it is open', async () => {
    const reads = async (table: string): Promise<string | number> => {
      const { refused, count } = await rawly(house, officer, ministry, `SELECT FROM ${table}`);
      return refused ?? count;
    };
    expect([await reads('task_source'), await reads('task_clock'), await reads('case_core')]).toEqual(['42501', '42501', '42501']);
    expect(await reads('task_package')).toBe(1);
    await house.rows('UPDATE task SET package_open = false, sharing_ended = true WHERE id = $1', [id]);
    expect(await reads('task_package')).toBe(0);
    await house.rows(`UPDATE task SET status = 'open', claimed_by_id = NULL WHERE id = $1`, [id]);
    expect(await sets(officer, ministry, `status = 'claimed', package_open = true`)).toBe('42501');
    expect(await sets(officer, ministry, `status = 'claimed'`)).toBe('met 1');
  });

  it('makes no task in another person’s name, and lets the system find nothing done', async () => {
    const made = `INSERT INTO task_source (task_id, case_id, created_by_id, age_at_edge, confirmed, unit_id, supervisor_unit_id, sealed)
      SELECT $1, case_id, $2, false, '{}', unit_id, supervisor_unit_id, sealed FROM task_source WHERE task_id = $3`;
    for (const by of [team.supervisor.id, null])
      expect((await rawly(house, team.worker, worker, made, [id, by, own])).refused).toBe('42501');
    expect(await sets(team.worker, clock, `status = 'verified'`)).toBe('42501');
  });

  it('is born in nobody’s hands, and with nothing to read', async () => {
    const newborn = {
      code: 'ZZZ-ZZZ-ZZZ1',
      status: 'open',
      package_open: false,
      claimed_by_id: null,
      done_at: null,
      done_by_id: null,
      ended_at: null,
    };
    const born = (facts: object) =>
      rawly(
        house,
        team.worker,
        worker,
        "INSERT INTO task SELECT (jsonb_populate_record(t, $2::jsonb || jsonb_build_object('id', gen_random_uuid()))).* FROM task t WHERE id = $1",
        [own, { ...newborn, ...facts }],
      );
    expect((await born({})).refused).toBeNull();
    for (const facts of [
      { status: 'done' },
      { status: 'verified' },
      { package_open: true },
      { claimed_by_id: officer.id },
      { done_by_id: officer.id },
    ])
      expect([facts, (await born(facts)).refused]).toEqual([facts, '42501']);
  });
});
