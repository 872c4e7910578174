import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aGivenTask, awaiting, newTask, walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt } from '../support/waiting.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
let officer: Someone;
let focal: Someone;
let without: string;

/** A unit of somebody's agency that has no accounts. */
async function aUnitWithoutAccounts({ agencyId }: { readonly agencyId: string }): Promise<string> {
  const [unit] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region, works_without_accounts) VALUES (gen_random_uuid(), $1, 'By slip', 'TJ-SU', true) RETURNING id`,
    [agencyId],
  );
  return unit!.id;
}
const refusal = ({ status, body }: Reply): unknown[] => [status, body.errors?.[0].field, body.errors?.[0].code];

beforeAll(async () => {
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  focal = await world.someone('focal-point', officer);
  without = await aUnitWithoutAccounts(officer);
}, 60_000);

describe('A unit that works without accounts', () => {
  it('is given no task: whoever would is told to refer instead', async () => {
    const { id: caseId } = await world.aCase(team.worker);
    await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }]);
    const reply = await team.worker.post(`/cases/${caseId}/tasks`, { ...newTask, toUnitId: without });
    expect(refusal(reply)).toEqual([400, 'toUnitId', 'without-accounts']);
    expect(reply.body.errors[0].detail).toContain('make a referral');
  });

  it('is the nearest to none: another unit has what templates ask for, or else the team', async () => {
    const health = await world.aUnit('health');
    await house.rows('UPDATE unit SET works_without_accounts = true WHERE id = $1', [health.unitId]);
    const owner = async (): Promise<object> => {
      const { id: caseId } = await world.aCase(team.worker);
      const { body } = await team.worker.get(`/tasks?caseId=${caseId}&limit=100`);
      return (body.items as { template: string }[]).find(({ template }) => template === 'T-04')!;
    };
    expect(await owner()).toMatchObject({ ofTeam: true, ownerUnitId: team.worker.unitId });
    const [far] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Far', 'TJ-GB') RETURNING id`,
      [health.agencyId],
    );
    expect(await owner()).toMatchObject({ ofTeam: false, ownerUnitId: far!.id });
  });

  it('is let have none that waited, neither by name nor because the task names it', async () => {
    const { id } = await aGivenTask(world, team.worker, officer);
    await awaiting(house, id);
    expect(refusal(await team.worker.post(`/tasks/${id}/release`, { toUnitId: without }))).toEqual([400, 'toUnitId', 'without-accounts']);
    await house.rows('UPDATE task SET owner_unit_id = $2 WHERE id = $1', [id, without]);
    expect(refusal(await team.worker.post(`/tasks/${id}/release`))).toEqual([400, 'toUnitId', 'without-accounts']);
    expect((await team.worker.post(`/tasks/${id}/release`, { toUnitId: officer.unitId })).body).toMatchObject({
      status: 'open',
      ownerUnitId: officer.unitId,
    });
  });

  it('and a closed one is let have none either: whoever lets it go is told to name another, unless one above it has it by then', async () => {
    const { id } = await aGivenTask(world, team.worker, officer);
    await awaiting(house, id);
    const [top] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Top', 'TJ-SU') RETURNING id`,
      [officer.agencyId],
    );
    const [closed] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region, active) VALUES (gen_random_uuid(), $1, 'Closed', 'TJ-SU', false) RETURNING id`,
      [officer.agencyId],
    );
    await house.rows('UPDATE task SET owner_unit_id = $2 WHERE id = $1', [id, closed!.id]);
    const reply = await team.worker.post(`/tasks/${id}/release`);
    expect(refusal(reply)).toEqual([400, 'toUnitId', 'unit-not-active']);
    expect(reply.body.errors[0].detail).toContain('Name a unit that is active');
    await world.someone('ministry-officer', { agencyId: officer.agencyId, unitId: top!.id });
    await house.rows('UPDATE unit SET parent_unit_id = $2 WHERE id = $1', [closed!.id, top!.id]);
    await goRoundAt(house, '2026-03-02T04:30:00Z');
    expect((await team.worker.post(`/tasks/${id}/release`)).body).toMatchObject({ status: 'open', ownerUnitId: top!.id });
  });

  it('is passed none on, not even where a unit below it is no more', async () => {
    const { id } = await aGivenTask(world, team.worker, officer);
    expect(refusal(await focal.post(`/tasks/${id}/pass-on`, { unitId: without }))).toEqual([400, 'unitId', 'without-accounts']);
    const [below] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, parent_unit_id, name, region, active) VALUES (gen_random_uuid(), $1, $2, 'Gone', 'TJ-SU', false) RETURNING id`,
      [officer.agencyId, without],
    );
    await house.rows('UPDATE task SET owner_unit_id = $2 WHERE id = $1', [id, below!.id]);
    await goRoundAt(house, '2026-03-02T05:00:00Z');
    expect((await focal.get(`/tasks/${id}`)).body.ownerUnitId).toBe(below!.id);
  });
});
