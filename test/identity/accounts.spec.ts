import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aUnit, send, signIn, someoneSignedIn } from './accounts.ts';

const house = openHouse();
const newCode = (): string => `N${randomBytes(4).toString('hex').toUpperCase()}`;
const newLogin = (): string => `n${randomBytes(6).toString('hex')}`;
const chosen = 'four kites above a salt lake';

describe('Giving somebody an account', () => {
  it('goes from the agency to the first time they sign in, and nobody else learns the password', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const agency = await send(house, 'POST', '/agencies', {
      cookie,
      body: { code: newCode(), name: 'Social protection', type: 'social', country: 'TJ' },
    });
    expect([agency.status, agency.body.type, agency.body.active]).toEqual([201, 'social', true]);
    expect(agency.body).not.toHaveProperty('version');
    const unit = await send(house, 'POST', '/units', { cookie, body: { agencyId: agency.body.id, name: 'Khujand' } });
    expect([unit.status, unit.body.name, unit.body.region]).toEqual([201, 'Khujand', null]);
    const login = newLogin();
    const person = await send(house, 'POST', '/people', {
      cookie,
      body: { login, displayName: 'Farida R.', role: 'social-worker', unitId: unit.body.id },
    });
    expect(person.status).toBe(201);
    expect(person.body).toMatchObject({ login, role: 'social-worker', agencyId: agency.body.id, active: true });
    expect(person.body.meta.can).toEqual(['invite', 'move', 'deactivate', 'suspend', 'reinstate']);

    const invitation = await send(house, 'POST', `/people/${person.body.id}/invite`, { cookie });
    expect(invitation.status).toBe(201);
    const accept = (password: string) => send(house, 'POST', '/invitations/accept', { body: { token: invitation.body.token, password } });
    expect((await accept('too short')).body.errors).toMatchObject([{ field: 'password', code: 'too-short' }]);
    const both = await Promise.all([accept(chosen), accept(`${chosen}, and five`)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    expect((await accept(chosen)).body.type).toBe('/problems/invitation-over');
    const used = both[0]?.status === 204 ? chosen : `${chosen}, and five`;
    expect((await signIn(house, login, used)).status).toBe(201);
  });

  it('is told apart from what does not exist', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const nowhere = '3f2b8c1e-0000-4000-8000-000000000000';
    const person = { login: newLogin(), displayName: 'Farida R.', role: 'social-worker', unitId: nowhere };
    expect((await send(house, 'POST', '/people', { cookie, body: person })).body.errors).toMatchObject([
      { field: 'unitId', code: 'unknown-unit' },
    ]);
    expect((await send(house, 'POST', '/people', { cookie, body: { ...person, role: 'system' } })).body.errors).toMatchObject([
      { field: 'role', code: 'not-a-role' },
    ]);
    expect((await send(house, 'POST', '/units', { cookie, body: { agencyId: nowhere, name: 'x' } })).body.errors).toMatchObject([
      { code: 'unknown-agency' },
    ]);
    expect((await send(house, 'GET', `/people/${nowhere}`, { cookie })).status).toBe(404);
    expect((await send(house, 'GET', '/people/17', { cookie })).body.errors).toMatchObject([{ field: 'id', code: 'not-an-id' }]);
  });

  it('happens once for one login', async () => {
    const { cookie, unitId } = await someoneSignedIn(house, 'administrator');
    const body = { login: newLogin(), displayName: 'Farida R.', role: 'social-worker', unitId };
    const both = await Promise.all([send(house, 'POST', '/people', { cookie, body }), send(house, 'POST', '/people', { cookie, body })]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('is the administrator’s alone', async () => {
    const { cookie, unitId } = await someoneSignedIn(house, 'social-worker');
    const body = { login: newLogin(), displayName: 'Farida R.', role: 'social-worker', unitId };
    expect((await send(house, 'POST', '/people', { cookie, body })).status).toBe(403);
    expect(
      (await send(house, 'POST', '/agencies', { cookie, body: { code: newCode(), name: 'x', type: 'social', country: 'TJ' } })).status,
    ).toBe(403);
  });
});

describe('An agency', () => {
  it.each(['security', 'defence'])('of the type %s gets no place here', async (type) => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const { status, body } = await send(house, 'POST', '/agencies', { cookie, body: { code: newCode(), name: 'x', type, country: 'TJ' } });
    expect([status, body.type, body.agencyType]).toEqual([409, '/problems/agency-type-without-accounts', type]);
  });

  it('has people in roles of its kind only', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const { unitId } = await aUnit(house, 'interior');
    const body = { login: newLogin(), displayName: 'Farida R.', role: 'social-worker', unitId };
    const refused = await send(house, 'POST', '/people', { cookie, body });
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/role-not-of-agency']);
  });

  it('is known by name to everybody who is signed in', async () => {
    const { cookie, agencyId, unitId } = await someoneSignedIn(house, 'social-worker');
    expect((await send(house, 'GET', `/agencies/${agencyId}`, { cookie })).body).toMatchObject({
      name: 'A body',
      meta: { editable: [], can: [] },
    });
    expect((await send(house, 'GET', `/units?agencyId=${agencyId}`, { cookie })).body.items).toMatchObject([{ id: unitId }]);
  });
});

describe('Somebody who changes posts or leaves', () => {
  it('is out at once when moved, and comes back as who they are now', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const worker = await someoneSignedIn(house, 'social-worker');
    const { unitId } = await aUnit(house);
    const moved = await send(house, 'POST', `/people/${worker.id}/move`, { cookie, body: { unitId, role: 'supervisor' } });
    expect([moved.status, moved.body.role, moved.body.unitId]).toEqual([200, 'supervisor', unitId]);
    expect((await send(house, 'GET', '/session', { cookie: worker.cookie })).status).toBe(401);
    expect((await signIn(house, worker.login)).body).toMatchObject({ role: 'supervisor', unit: { id: unitId } });
  });

  it('stays out when moved there and back', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const worker = await someoneSignedIn(house, 'social-worker');
    for (const role of ['supervisor', 'social-worker'])
      await send(house, 'POST', `/people/${worker.id}/move`, { cookie, body: { unitId: worker.unitId, role } });
    expect((await send(house, 'GET', '/session', { cookie: worker.cookie })).status).toBe(401);
  });

  it('is out at once when the account is closed, and stays in the list', async () => {
    const { cookie } = await someoneSignedIn(house, 'administrator');
    const worker = await someoneSignedIn(house, 'social-worker');
    const closed = await send(house, 'POST', `/people/${worker.id}/deactivate`, { cookie });
    expect([closed.status, closed.body.active]).toEqual([200, false]);
    expect((await send(house, 'GET', '/session', { cookie: worker.cookie })).status).toBe(401);
    expect((await send(house, 'POST', `/people/${worker.id}/deactivate`, { cookie })).body.type).toBe('/problems/person-not-active');
    expect((await send(house, 'GET', `/people/${worker.id}`, { cookie })).status).toBe(200);
  });

  it('is never oneself', async () => {
    const { cookie, id, unitId } = await someoneSignedIn(house, 'administrator');
    for (const [deed, body] of [
      ['move', { unitId, role: 'auditor' }],
      ['deactivate', {}],
      ['invite', {}],
    ] as const) {
      const refused = await send(house, 'POST', `/people/${id}/${deed}`, { cookie, body });
      expect([refused.status, refused.body.type]).toEqual([403, '/problems/not-oneself']);
    }
  });

  it('is never the last administrator, not even when two remove each other at once', async () => {
    const one = await someoneSignedIn(house, 'administrator');
    const other = await someoneSignedIn(house, 'administrator');
    await house.rows("UPDATE person SET active = false WHERE role = 'administrator' AND id NOT IN ($1, $2)", [one.id, other.id]);
    const remove = (by: { cookie: string }, whom: { id: string }) =>
      send(house, 'POST', `/people/${whom.id}/deactivate`, { cookie: by.cookie });
    const both = await Promise.all([remove(one, other), remove(other, one)]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await house.rows("SELECT 1 FROM person WHERE role = 'administrator' AND active")).toHaveLength(1);
  });
});

describe('A request from elsewhere', () => {
  it.each([
    ['without our header', { 'x-homeward': '' }],
    ['that the browser says comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sister site', { 'sec-fetch-site': 'same-site' }],
    ['with another origin', { origin: 'https://evil.example' }],
    ['with an origin that hides itself', { origin: 'null' }],
  ])('is refused %s', async (_, headers) => {
    const { cookie, id } = await someoneSignedIn(house, 'administrator');
    const refused = await send(house, 'POST', `/people/${id}/deactivate`, { cookie, headers });
    expect([refused.status, refused.body.type]).toEqual([403, '/problems/cross-site']);
    expect((await send(house, 'POST', '/session', { body: { login: 'x', password: 'x' }, headers })).status).toBe(403);
  });

  it('may look, for looking changes nothing', async () => {
    const { cookie } = await someoneSignedIn(house, 'social-worker');
    expect((await send(house, 'GET', '/session', { cookie, headers: { 'x-homeward': '', 'sec-fetch-site': 'cross-site' } })).status).toBe(
      200,
    );
  });
});
