import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { told } from '../support/waiting.ts';
import { World, type Reply, type Someone } from '../support/world.ts';
import { send, signIn } from './accounts.ts';

const house = openHouse();
const world = new World(house);
const password = 'a passphrase for tests alone';

let admin: Someone;
let team: Team;
beforeAll(async () => {
  admin = await world.someone('administrator');
  team = await aTeam(world);
}, 60_000);

const accept = ({ body }: Reply, chosen: string) =>
  send(house, 'POST', '/invitations/accept', { body: { token: body.token, password: chosen } });
/** Somebody who was let in again chooses a password anew. */
async function invitedAgain(who: Someone): Promise<Someone> {
  expect((await accept(await admin.post(`/people/${who.id}/invite`), password)).status).toBe(204);
  return world.again(who);
}
const aWorker = (): Promise<Someone> => world.someone('social-worker', team.worker);

describe('Whoever has open cases', () => {
  it('neither leaves nor moves before the supervisor gave them to somebody else; the administrator does not hear how many', async () => {
    const leaving = await aWorker();
    const ids = [(await world.aCase(leaving)).id, (await world.aCase(leaving)).id];
    const elsewhere = { unitId: (await world.aUnit()).unitId, role: 'social-worker' };
    for (const [deed, body] of [
      ['deactivate', {}],
      ['move', elsewhere],
      ['move', { unitId: leaving.unitId, role: 'supervisor' }],
    ] as const) {
      const refused = await admin.post(`/people/${leaving.id}/${deed}`, body);
      expect(refused.body).toMatchObject({ status: 409, type: '/problems/person-has-cases' });
      expect(refused.text).not.toMatch(/2/);
      for (const id of ids) expect(refused.text).not.toContain(id);
    }
    for (const id of ids) await walked([team.supervisor, `/cases/${id}/assign`, { workerId: team.worker.id }]);
    expect((await admin.post(`/people/${leaving.id}/move`, elsewhere)).status).toBe(200);
    expect((await admin.post(`/people/${leaving.id}/deactivate`)).body).toMatchObject({ active: false });
  });

  it('is shut out at once all the same: sessions end, the supervisors hear how many cases have nobody, and give them to somebody', async () => {
    const suspect = await aWorker();
    const { id: caseId } = await world.aCase(suspect);
    await world.aCase(suspect);
    expect((await admin.post(`/people/${suspect.id}/suspend`)).body).toMatchObject({ active: false, suspended: true });
    expect((await suspect.get('/session')).status).toBe(401);
    expect((await signIn(house, suspect.login, password)).status).toBe(401);
    expect(await told(team.supervisor, suspect.unitId)).toEqual(['cases-without-worker']);
    const { items } = (await team.supervisor.get('/notifications?kind=cases-without-worker')).body as { items: unknown[] };
    expect(items).toMatchObject([{ subjectType: 'unit', subjectId: suspect.unitId, howMany: 2 }]);
    // Why somebody is away, colleagues do not learn.
    const seen = (await team.worker.get(`/people/${suspect.id}`)).body;
    expect([seen.active, 'suspended' in seen]).toEqual([false, false]);
    expect((await admin.post(`/people/${suspect.id}/deactivate`)).body).toMatchObject({ type: '/problems/person-has-cases' });
    await walked([team.supervisor, `/cases/${caseId}/assign`, { workerId: team.worker.id }]);
    expect((await team.supervisor.post(`/cases/${caseId}/assign`, { workerId: suspect.id })).status).toBe(400);
  });
});

describe('A sealed case', () => {
  it('keeps its worker too, and is handed over unseen once the worker is shut out: the word says of none that it is there', async () => {
    const own = await aTeam(world);
    const { id } = await world.aCase(own.worker);
    await walked([own.supervisor, `/cases/${id}/seal`, { reason: 'relative-in-team' }]);
    expect((await admin.post(`/people/${own.worker.id}/deactivate`)).body).toMatchObject({ type: '/problems/person-has-cases' });
    await walked([admin, `/people/${own.worker.id}/suspend`], [admin, `/people/${own.colleague.id}/suspend`]);
    expect(await told(own.supervisor, own.worker.unitId)).toEqual(['worker-shut-out', 'worker-shut-out']);
    await walked([admin, `/people/${own.colleague.id}/reinstate`]);
    expect((await own.supervisor.post('/sealed-cases/hand-over', { workerId: own.colleague.id })).status).toBeLessThan(300);
    await walked([admin, `/people/${own.worker.id}/deactivate`]);
    const colleague = await invitedAgain(own.colleague);
    expect((await colleague.get(`/cases/${id}`)).body).toMatchObject({ sealed: true });
  });
});

describe('Whoever was suspended', () => {
  it('is let in again with what they had, or leaves for good; nobody else comes back', async () => {
    const suspect = await aWorker();
    const { id } = await world.aCase(suspect);
    const invited = await admin.post(`/people/${suspect.id}/invite`);
    await walked([admin, `/people/${suspect.id}/suspend`]);
    for (const deed of ['suspend', 'invite'])
      expect((await admin.post(`/people/${suspect.id}/${deed}`)).body).toMatchObject({ status: 409, type: '/problems/person-suspended' });
    await walked([admin, `/people/${suspect.id}/reinstate`]);
    expect((await admin.post(`/people/${suspect.id}/reinstate`)).body.type).toBe('/problems/person-not-suspended');
    // What let somebody in before lets nobody in now: neither the password nor an invitation of before.
    expect((await signIn(house, suspect.login, password)).status).toBe(401);
    expect((await accept(invited, password)).body.type).toBe('/problems/invitation-over');
    const back = await invitedAgain(suspect);
    expect((await back.get(`/cases/${id}`)).status).toBe(200);
    const other = await aWorker();
    await walked([admin, `/people/${other.id}/suspend`], [admin, `/people/${other.id}/deactivate`]);
    expect((await admin.post(`/people/${other.id}/reinstate`)).body.type).toBe('/problems/person-not-suspended');
  });

  it('keeps the unit open until it is decided', async () => {
    const { unitId, agencyId } = await world.aUnit();
    const suspect = await world.someone('supervisor', { unitId, agencyId });
    await walked([admin, `/people/${suspect.id}/suspend`]);
    expect((await admin.post(`/units/${unitId}/close`, { reason: 'merged' })).body).toMatchObject({ people: 1 });
    await walked([admin, `/people/${suspect.id}/deactivate`], [admin, `/units/${unitId}/close`, { reason: 'merged' }]);
  });

  it('is never oneself, nor a program; and nobody but an administrator suspends', async () => {
    for (const deed of ['suspend', 'reinstate']) {
      expect((await admin.post(`/people/${admin.id}/${deed}`)).body.type).toBe('/problems/not-oneself');
      expect((await team.supervisor.post(`/people/${team.worker.id}/${deed}`)).status).toBe(403);
    }
    const { unitId } = await world.aUnit('education');
    const { body } = await admin.post('/clients', { name: 'Register', unitId, role: 'ministry-officer', scopes: ['referral:read'] });
    expect((await admin.post(`/people/${body.id}/suspend`)).body.type).toBe('/problems/person-is-client');
  });
});

describe('Between the walls', () => {
  const asAdmin = async (set: string, id: string): Promise<string> =>
    (await rawly(house, admin, ['administrator', 'p_admin'], `UPDATE person SET ${set} WHERE id = $1`, [id])).refused ?? 'done';

  it('no statement of an administrator takes a worker from their cases, or brings back who has left', async () => {
    const worker = await aWorker();
    await world.aCase(worker);
    expect(await asAdmin('active = false', worker.id)).toBe('42501');
    expect(await asAdmin(`role = 'supervisor'`, worker.id)).toBe('42501');
    expect(await asAdmin('active = false, suspended = true', worker.id)).toBe('done');
    const gone = await aWorker();
    await walked([admin, `/people/${gone.id}/deactivate`]);
    expect(await asAdmin('active = true', gone.id)).toBe('42501');
    expect(await asAdmin('suspended = true', gone.id)).toBe('42501');
  });
});
