import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aGivenTask, aTeamTask, walked } from '../support/tasks.ts';
import { aTeam, atOnce, type Team } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const giving = '2026-03-02T04:00:00Z';
const later = '2026-03-02T05:00:00Z';

let team: Team;
let officer: Someone;
let colleague: Someone;
let id: string;
beforeAll(async () => {
  team = await aTeam(world);
}, 60_000);
beforeEach(async () => {
  await house.clock.moveTo(new Date(giving));
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
  colleague = await world.someone('ministry-officer', officer);
  ({ id } = await aGivenTask(world, team.worker, officer));
});

const letGo = `UPDATE task SET status = 'open', claimed_by_id = NULL, package_open = false WHERE id = $1`;
const leave = (who: Someone): Promise<unknown> => house.rows('UPDATE person SET active = false WHERE id = $1', [who.id]);
async function move(who: Someone): Promise<unknown> {
  const [unit] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Elsewhere', 'TJ-SU') RETURNING id`,
    [who.agencyId],
  );
  return house.rows('UPDATE person SET unit_id = $2 WHERE id = $1', [who.id, unit!.id]);
}

describe('Whoever took a task on and', () => {
  it.each([
    ['has left', leave],
    ['works in another unit now', move],
    ['does other work now', (who: Someone) => house.rows(`UPDATE person SET role = 'administrator' WHERE id = $1`, [who.id])],
  ])('%s leaves it to the others, who are told once, and do it', async (_, go) => {
    await walked([officer, `/tasks/${id}/claim`], [officer, `/tasks/${id}/begin`]);
    expect((await colleague.post(`/tasks/${id}/complete`, { evidenceCode: 'enrolled' })).body.type).toBe('/problems/task-claimed');
    await go(officer);
    await goRoundAt(house, later, later);
    const left = (await colleague.get(`/tasks/${id}`)).body;
    expect(left).toMatchObject({ status: 'open', claimedById: null, packageOpen: false, ownerUnitId: officer.unitId });
    expect(left).not.toHaveProperty('package');
    expect((await told(colleague, id)).sort()).toEqual(['arrived', 'left-behind']);
    const taken = await colleague.post(`/tasks/${id}/claim`);
    expect(taken.body).toMatchObject({ status: 'claimed', package: { sex: 'female' } });
    await walked([colleague, `/tasks/${id}/complete`, { evidenceCode: 'enrolled' }], [team.supervisor, `/tasks/${id}/verify`]);
  });

  it.each(['blocked', 'returned'])('has left it %s leaves it all the same', async (status) => {
    await walked([officer, `/tasks/${id}/claim`], [officer, `/tasks/${id}/begin`]);
    await walked(
      ...(status === 'blocked'
        ? ([[officer, `/tasks/${id}/block`, { reason: 'decision-pending' }]] as const)
        : ([
            [officer, `/tasks/${id}/complete`, { evidenceCode: 'enrolled' }],
            [team.worker, `/tasks/${id}/return`, { reason: 'not-complete' }],
          ] as const)),
    );
    await leave(officer);
    await goRoundAt(house, later);
    expect((await colleague.get(`/tasks/${id}`)).body).toMatchObject({ status: 'open', claimedById: null, reason: null });
  });

  it.each(['revoked_at = now()', `expires_at = now() - interval '1 minute'`])(
    'is a program with no key any more (%s) leaves it',
    async (over) => {
      await walked([officer, `/tasks/${id}/claim`]);
      await house.rows(`UPDATE person SET kind = 'client' WHERE id = $1`, [officer.id]);
      await house.rows(
        `INSERT INTO api_client (id, name, role, unit_id, agency_id, scopes, addresses, made_by_id, made_at, version)
       SELECT id, 'Register', role, unit_id, agency_id, '{task:do}', '{}', id, now(), 1 FROM person WHERE id = $1`,
        [officer.id],
      );
      await house.rows(
        `INSERT INTO client_key (id, client_id, prefix, made_by_id, expires_at)
       SELECT gen_random_uuid(), $1, 'pk_0000000' || n, $1, now() + interval '1 day' FROM generate_series(1, 2) n`,
        [officer.id],
      );
      const claimed = async (): Promise<unknown> => (await colleague.get(`/tasks/${id}`)).body.claimedById;
      await house.rows(`UPDATE client_key SET ${over} WHERE client_id = $1 AND prefix = 'pk_00000001'`, [officer.id]);
      await goRoundAt(house, later);
      expect(await claimed()).toBe(officer.id);
      expect((await rawly(house, officer, ['system', 'p_system'], letGo, [id])).refused).toBe('42501');
      await house.rows(`UPDATE client_key SET ${over} WHERE client_id = $1`, [officer.id]);
      await goRoundAt(house, later);
      expect(await claimed()).toBeNull();
      await walked([colleague, `/tasks/${id}/claim`]);
    },
  );

  it('is still there keeps it, and so does who has left and had done it', async () => {
    const { id: done } = await aGivenTask(world, team.worker, officer);
    await walked([officer, `/tasks/${id}/claim`]);
    await walked([colleague, `/tasks/${done}/claim`], [colleague, `/tasks/${done}/complete`, { evidenceCode: 'enrolled' }]);
    await leave(colleague);
    await goRoundAt(house, later);
    expect((await officer.get(`/tasks/${id}`)).body.claimedById).toBe(officer.id);
    expect((await officer.get(`/tasks/${done}`)).body).toMatchObject({ status: 'done', claimedById: colleague.id });
  });

  it('was of the team leaves it to whoever has the case then: it goes with the case', async () => {
    const leaving = await world.someone('social-worker', team.worker);
    const { id: own } = await aTeamTask(world, leaving);
    await walked([leaving, `/tasks/${own}/claim`]);
    await leave(leaving);
    await goRoundAt(house, later);
    expect((await team.supervisor.get(`/tasks/${own}`)).body).toMatchObject({ status: 'claimed', claimedById: leaving.id });
  });
});

describe('Whoever has a task', () => {
  it('lets it go again: it closes to the unit, and a colleague takes it on', async () => {
    await walked([officer, `/tasks/${id}/claim`]);
    expect((await colleague.post(`/tasks/${id}/unclaim`)).body.type).toBe('/problems/task-claimed');
    const released = await officer.post(`/tasks/${id}/unclaim`);
    expect(released.body).toMatchObject({ status: 'open', claimedById: null, packageOpen: false });
    expect(released.body).not.toHaveProperty('package');
    expect((await officer.post(`/tasks/${id}/unclaim`)).body).toMatchObject({ type: '/problems/task-cannot-unclaim', status: 409 });
    await walked([colleague, `/tasks/${id}/claim`]);
  });

  it('lets it go once, however often they say so at once', async () => {
    await walked([officer, `/tasks/${id}/claim`]);
    expect(await atOnce(5, () => officer.post(`/tasks/${id}/unclaim`))).toEqual([200, 409, 409, 409, 409]);
  });
});

describe('Between the walls', () => {
  const sets = async (who: Someone, as: Parameters<typeof rawly>[2], set: string): Promise<string> => {
    const { refused, count } = await rawly(house, who, as, `UPDATE task SET ${set} WHERE id = $1`, [id]);
    return refused ?? `met ${count}`;
  };
  const free = `status = 'open', claimed_by_id = NULL, package_open = false`;

  it('nobody but its claimer lets a task go, with all that goes with it; the system only what somebody gone had', async () => {
    await walked([officer, `/tasks/${id}/claim`]);
    expect(await sets(colleague, ['ministry-officer', 'p_ministry'], free)).toBe('42501');
    expect(await sets(team.worker, ['social-worker', 'p_social_worker'], free)).toBe('42501');
    for (const half of [`status = 'open'`, `status = 'open', claimed_by_id = NULL`, `status = 'open', package_open = false`])
      expect([half, await sets(officer, ['ministry-officer', 'p_ministry'], half)]).toEqual([half, '42501']);
    expect(await sets(officer, ['ministry-officer', 'p_ministry'], free)).toBe('met 1');
    expect(await sets(officer, ['system', 'p_system'], free)).toBe('42501');
    await leave(officer);
    expect(await sets(officer, ['system', 'p_system'], `status = 'open'`)).toBe('42501');
    expect(await sets(officer, ['system', 'p_system'], free)).toBe('met 1');
  });
});
