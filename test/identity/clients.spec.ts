import { randomUUID } from 'node:crypto';
import { Client as Connection } from 'pg';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { keyFor, urlFor } from '../../src/platform/config.ts';
import { signContext, type Actor } from '../../src/platform/database/context.ts';
import { isNetwork } from '../../src/modules/identity/client-token.ts';
import { hashOf } from '../../src/modules/identity/session-cookie.ts';
import { openHouse } from '../support/app.ts';
import { atOnce } from '../support/teams.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let admin: Someone;
let worker: Someone;
let partner: Someone;
beforeAll(async () => {
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
});

const everything = ['referral:read', 'referral:answer', 'delivery:read', 'delivery:write'];
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };

const letIn = (facts: object = {}): Promise<Reply> =>
  admin.post('/clients', { name: 'Register of places', unitId: partner.unitId, role: 'partner-worker', scopes: everything, ...facts });

/** A program with a key, as it asks: with nothing but the key. */
class Program {
  constructor(
    readonly id: string,
    readonly keyId: string,
    readonly key: string,
  ) {}

  static async of(facts: object = {}): Promise<Program> {
    const { body } = await letIn(facts);
    return Program.again(body.id as string);
  }

  static async again(id: string, days?: number): Promise<Program> {
    const { status, body, text } = await admin.post(`/clients/${id}/keys`, days === undefined ? {} : { days });
    if (status !== 201) throw new Error(text);
    return new Program(id, body.id as string, body.key as string);
  }

  get(url: string, from = '127.0.0.1'): Promise<Reply> {
    return this.send('GET', url, undefined, {}, from);
  }

  post(url: string, body: object = {}, headers: Record<string, string> = { 'idempotency-key': randomUUID() }): Promise<Reply> {
    return this.send('POST', url, body, headers);
  }

  async send(
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
    from = '127.0.0.1',
  ): Promise<Reply> {
    const authorization = `Bearer ${this.key}`;
    const reply = await house.app.inject({
      method,
      url,
      remoteAddress: from,
      headers: { authorization, ...headers },
      ...(payload && { payload }),
    });
    const body = reply.body.startsWith('{') ? (JSON.parse(reply.body) as unknown) : null;
    return { status: reply.statusCode, headers: reply.headers, text: reply.body, body };
  }
}

describe('A program that acts for a unit', () => {
  it('answers what was asked of the unit and logs what was done, with nothing but its key', async () => {
    const program = await Program.of();
    const { id } = await world.aSentReferral(worker, partner);
    expect((await program.get(`/referrals/${id}`)).body).toMatchObject({ id, status: 'sent' });
    expect((await program.post(`/referrals/${id}/accept`)).body).toMatchObject({ status: 'accepted', answeredById: program.id });
    const delivery = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 1 };
    expect((await program.post(`/referrals/${id}/deliveries`, delivery)).status).toBe(201);
    const session = { deliveredOn: '2026-03-01', mode: 'group', participants: [{ referralId: id, attendance: 'did-not-attend' }] };
    expect((await program.post('/group-sessions', session)).status).toBe(201);
    expect((await program.post(`/referrals/${id}/complete`, outcome)).body).toMatchObject({ status: 'completed' });
    expect((await program.get('/session')).body).toMatchObject({
      id: program.id,
      role: 'partner-worker',
      may: { create: ['delivery', 'group-session'] },
    });
  });

  it('sees no row of another unit, no case, no person, and nothing that people are told', async () => {
    const program = await Program.of();
    const elsewhere = await world.aSentReferral(worker, await world.someone('partner-worker'));
    const seen = ['/referrals/' + elsewhere.id, `/cases/${elsewhere.caseId}`, '/cases', '/people', '/notifications', '/mails', '/clients'];
    expect(await Promise.all(seen.map(async (path) => (await program.get(path)).status))).toEqual([404, 404, 403, 403, 403, 403, 403]);
    expect((await program.get('/referrals')).text).not.toContain(elsewhere.id);
  });

  it('has of its role what its scopes allow, and no more', async () => {
    const reader = await Program.of({ scopes: ['referral:read'] });
    const { id } = await world.aSentReferral(worker, partner);
    const { body } = await reader.get(`/referrals/${id}`);
    expect(body.meta.can).toEqual([]);
    expect((await reader.post(`/referrals/${id}/accept`)).status).toBe(403);
    expect((await reader.get('/deliveries')).status).toBe(403);
    const logger = await Program.of({ scopes: ['delivery:write'] });
    await partner.post(`/referrals/${id}/accept`);
    expect((await logger.get(`/referrals/${id}`)).body).not.toHaveProperty('package');
    expect((await reader.get(`/referrals/${id}`)).body).toHaveProperty('package');
    expect((await logger.post(`/referrals/${id}/complete`, outcome)).status).toBe(403);
  });

  it('repeats itself safely, and has to be able to', async () => {
    const program = await Program.of();
    const { id } = await world.aSentReferral(worker, partner);
    expect((await program.post(`/referrals/${id}/accept`, {}, {})).body).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] });
    const key = { 'idempotency-key': randomUUID() };
    const twice = [await program.post(`/referrals/${id}/accept`, {}, key), await program.post(`/referrals/${id}/accept`, {}, key)];
    expect(twice.map(({ status, headers }) => [status, headers['idempotent-replay']])).toEqual([
      [200, undefined],
      [200, 'true'],
    ]);
    expect(await atOnce(3, () => program.post(`/referrals/${id}/complete`, outcome))).toEqual([200, 409, 409]);
  });

  it('stands in the access log as a program, and who let it in as the one who did', async () => {
    const program = await Program.of();
    const { id } = await world.aSentReferral(worker, partner);
    await program.get(`/referrals/${id}`);
    await program.get('/cases');
    const lines = await house.rows(
      `SELECT actor_role, unit_id, action, result FROM audit.event WHERE actor_id = $1 AND action <> 'GET /session' ORDER BY at`,
      [program.id],
    );
    expect(lines).toMatchObject([
      { actor_role: 'client/partner-worker', unit_id: partner.unitId, action: 'read', result: 'shown' },
      { actor_role: 'client/partner-worker', action: 'GET /cases', result: 'refused:forbidden' },
    ]);
    const made = await house.rows(
      'SELECT action, record FROM audit.event WHERE actor_id = $1 AND $2 = ANY (record_ids) ORDER BY action, record',
      [admin.id, program.id],
    );
    expect(made).toEqual(
      expect.arrayContaining([
        { action: 'create', record: 'client' },
        { action: 'issue-key', record: 'client' },
      ]),
    );
    expect((await admin.get(`/clients/${program.id}`)).body).toMatchObject({ madeById: admin.id });
  });

  it('is nobody to be told: a unit with a program alone has nobody who answers referrals', async () => {
    const lone = await world.someone('partner-worker');
    await Program.of({ unitId: lone.unitId });
    const { id } = await world.aSentReferral(worker, lone);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [lone.id]);
    const { id: second } = await world.aSentReferral(worker, lone);
    const told = await house.rows('SELECT person_id, kind FROM notification WHERE subject_id = ANY ($1)', [[id, second, lone.unitId]]);
    expect(told.filter(({ person_id }) => person_id === lone.id)).toHaveLength(1);
    expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['arrived', 'no-recipient']));
    const clients = await house.rows(`SELECT 1 FROM notification n JOIN person p ON p.id = n.person_id WHERE p.kind = 'client'`);
    expect(clients).toEqual([]);
  });
});

describe('A key', () => {
  it('is shown once, and kept as a hash alone', async () => {
    const program = await Program.of();
    expect(program.key).toMatch(/^pk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    const shown = await admin.get(`/client-keys/${program.keyId}`);
    expect(shown.body).toMatchObject({ clientId: program.id, prefix: program.key.slice(0, 11), madeById: admin.id, revokedAt: null });
    const tables = await house.rows<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const found = await house.rows(`SELECT 1 FROM ${name} t WHERE t::text LIKE '%' || $1 || '%'`, [program.key.slice(12)]);
      expect([name, found]).toEqual([name, []]);
    }
  });

  it('has at most one beside it, so that one can take the place of the other', async () => {
    const first = await Program.of();
    expect(await atOnce(3, () => admin.post(`/clients/${first.id}/keys`, {}))).toEqual([201, 409, 409]);
    expect((await admin.post(`/clients/${first.id}/keys`, {})).body).toMatchObject({ type: '/problems/two-keys-live' });
    expect((await admin.post(`/client-keys/${first.keyId}/revoke`)).status).toBe(200);
    const third = await Program.again(first.id);
    expect((await third.get('/referrals')).status).toBe(200);
    expect((await first.get('/referrals')).status).toBe(401);
  });

  it('opens nothing from the next request on when it, its program or the account of it is ended', async () => {
    const ended = await Promise.all([1, 2, 3].map(() => Program.of()));
    for (const program of ended) expect((await program.get('/referrals')).status).toBe(200);
    await admin.post(`/client-keys/${ended[0]!.keyId}/revoke`);
    await admin.post(`/clients/${ended[1]!.id}/revoke`);
    await admin.post(`/people/${ended[2]!.id}/deactivate`);
    for (const program of ended) expect((await program.get('/referrals')).status).toBe(401);
    expect((await admin.post(`/client-keys/${ended[0]!.keyId}/revoke`)).status).toBe(409);
    expect(await atOnce(2, () => admin.post(`/clients/${ended[1]!.id}/revoke`))).toEqual([409, 409]);
    expect((await admin.post(`/clients/${ended[1]!.id}/keys`, {})).body).toMatchObject({ type: '/problems/client-revoked' });
  });

  it('holds for at most 180 days, and no longer than it was made for', async () => {
    const { body } = await letIn();
    for (const days of [0, 181, 1.5, '30']) expect((await admin.post(`/clients/${body.id}/keys`, { days })).status).toBe(400);
    const program = await Program.again(body.id as string, 180);
    expect((await program.get('/referrals')).status).toBe(200);
    await house.rows(`UPDATE client_key SET made_at = now() - interval '8 days', expires_at = now() - interval '1 second' WHERE id = $1`, [
      program.keyId,
    ]);
    expect((await program.get('/referrals')).status).toBe(401);
  });

  it('holds from the networks it was made for alone', async () => {
    const program = await Program.of({ addresses: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'] });
    const places = ['192.0.2.200', '::ffff:192.0.2.9', '2001:db8:1::5', '198.51.100.7', '198.51.100.8', '127.0.0.1', '2001:db9::1'];
    const statuses: number[] = [];
    for (const place of places) statuses.push((await program.get('/referrals', place)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 401, 401, 401]);
  });

  it('is remembered by when it was last used', async () => {
    const program = await Program.of();
    expect((await admin.get(`/client-keys/${program.keyId}`)).body.lastUsedAt).toBeNull();
    await program.get('/referrals');
    expect((await admin.get(`/client-keys/${program.keyId}`)).body.lastUsedAt).not.toBeNull();
  });

  it.each(['', 'Bearer', 'Bearer pk_0000000a', 'Basic YTpi', 'Bearer pk_0000000a_' + 'A'.repeat(43), 'Bearer a b'])(
    'is not %j, nor does a session beside it help',
    async (authorization) => {
      const headers = { authorization, cookie: partner.cookie };
      const reply = await house.app.inject({ method: 'GET', url: '/referrals', headers });
      expect(reply.statusCode).toBe(401);
    },
  );

  it('is what spares a program the header that a browser needs: a session alone does not', async () => {
    const { id } = await world.aSentReferral(worker, partner);
    const headers = { cookie: partner.cookie, 'idempotency-key': randomUUID() };
    expect((await house.app.inject({ method: 'POST', url: `/referrals/${id}/accept`, headers })).statusCode).toBe(403);
    const program = await Program.of();
    const signingIn = await program.post('/session', { login: partner.login, password: 'a passphrase for tests alone' });
    expect([signingIn.status, signingIn.body]).toMatchObject([403, { type: '/problems/cross-site' }]);
  });
});

describe('Who lets programs in', () => {
  it('is the administrator alone', async () => {
    const { body } = await letIn();
    for (const who of [partner, worker, await world.someone('auditor')]) {
      expect((await who.post('/clients', { name: 'X', unitId: partner.unitId, role: 'partner-worker', scopes: everything })).status).toBe(
        403,
      );
      expect((await who.get(`/clients/${body.id}`)).status).toBe(404);
      expect((await who.post(`/clients/${body.id}/keys`, {})).status).toBe(404);
    }
  });

  it.each([
    ['administrator', 400],
    ['auditor', 400],
    ['social-worker', 400],
    ['specialist', 400],
    ['ministry-officer', 409],
  ])('makes it no %s of a partner', async (role, status) => expect((await letIn({ role })).status).toBe(status));

  it.each([
    { scopes: [] },
    { scopes: ['case:read'] },
    { scopes: ['referral:read', 'referral:read'] },
    { addresses: ['192.0.2.1/24'] },
    { addresses: ['192.0.2.0/0'] },
    { addresses: ['example.org'] },
    { addresses: '192.0.2.0/24' },
    { unitId: randomUUID() },
    { name: '' },
  ])('says where and for what: not %j', async (facts) => expect((await letIn(facts)).status).toBe(400));

  it('neither invites it, nor moves it, nor gets it to sign in', async () => {
    const { id } = await Program.of();
    expect((await admin.post(`/people/${id}/invite`)).body).toMatchObject({ type: '/problems/person-is-client' });
    expect((await admin.post(`/people/${id}/move`, { unitId: partner.unitId, role: 'focal-point' })).status).toBe(409);
    const signIn = await world.send('POST', '/session', '', { login: `client.${id}`, password: 'a passphrase for tests alone' });
    expect(signIn.status).toBe(401);
  });
});

describe('The second wall', () => {
  /** A statement as the login of the application runs it, with a genuine context for whoever is named. */
  async function asApplication(actor: Actor, text: string, values: unknown[]): Promise<string> {
    const connection = new Connection({ connectionString: urlFor(house.config, 'app_login') });
    await connection.connect();
    try {
      await connection.query('BEGIN');
      const context = signContext(actor, keyFor(house.config, 'database-context'), null, Date.now());
      await connection.query("SELECT set_config('role', $1, true), set_config('app.ctx', $2, true)", [
        house.config.rolePrefix + actor.persona,
        context,
      ]);
      await connection.query(text, values);
      return 'done';
    } catch (error) {
      return String((error as { code?: string }).code);
    } finally {
      await connection.end();
    }
  }
  const actorOf = ({ id }: { id: string }, client = true): Actor => ({
    ...{ id, role: 'partner-worker', persona: 'p_partner', unitId: partner.unitId, agencyId: partner.agencyId, sessionHash: null },
    ...(client ? { client: { keyHash: Buffer.alloc(32), place: '127.0.0.1', scopes: [] } } : {}),
  });

  it('lets a key open the transactions of its own program alone, as a program', async () => {
    const [one, other] = [await Program.of(), await Program.of()];
    const opens = (actor: Actor, program: Program): Promise<string> =>
      asApplication(actor, 'SELECT identity.assert_client($1, $2)', [hashOf(program.key), '127.0.0.1']);
    expect(await opens(actorOf(one), one)).toBe('done');
    expect(await opens(actorOf(one), other)).toBe('HW401');
    expect(await opens(actorOf(one, false), one)).toBe('HW401');
    expect(await opens(actorOf(partner), one)).toBe('HW401');
  });

  it('knows no program in another role, gives none a password, wakes no dead one and makes no third key', async () => {
    const program = await Program.of();
    const asAdmin: Actor = {
      ...{ id: admin.id, role: 'administrator', persona: 'p_admin', unitId: admin.unitId, agencyId: admin.agencyId, sessionHash: null },
    };
    const tries = (text: string, ...values: unknown[]): Promise<string> => asApplication(asAdmin, text, values);
    const insert = `INSERT INTO person (id, login, display_name, role, unit_id, agency_id, kind) VALUES ($1, $2, 'X', $3, $4, $5, 'client')`;
    expect(await tries(insert, randomUUID(), `x${randomUUID().slice(0, 8)}`, 'administrator', partner.unitId, partner.agencyId)).toBe(
      '23514',
    );
    expect(await tries('SELECT identity.invite($1, $2)', program.id, Buffer.alloc(32))).toBe('42501');
    expect(await tries(`UPDATE person SET kind = 'person' WHERE id = $1`, program.id)).toBe('42501');
    expect(await tries(`UPDATE api_client SET scopes = '{referral:read}' WHERE id = $1`, program.id)).toBe('42501');
    expect(await tries('UPDATE client_key SET expires_at = now() WHERE client_id = $1', program.id)).toBe('42501');
    await admin.post(`/clients/${program.id}/revoke`);
    await admin.post(`/client-keys/${program.keyId}/revoke`);
    expect(await tries('UPDATE api_client SET active = true WHERE id = $1', program.id)).toBe('42501');
    expect(await tries('UPDATE person SET active = true WHERE id = $1', program.id)).toBe('42501');
    expect(await tries('UPDATE client_key SET revoked_at = NULL WHERE client_id = $1', program.id)).toBe('42501');
    const key = [program.id, randomUUID(), 'pk_0000000a', Buffer.alloc(32), 10] as const;
    expect(await tries('SELECT identity.issue_client_key($1, $2, $3, $4, $5)', ...key)).toBe('42501');
  });
});

describe('A network', () => {
  it.each(['192.0.2.7', '10.0.0.0/8', '192.0.2.128/25', '2001:db8::/32', '::1', '2001:db8:0:1::/64', '::ffff:192.0.2.0/120'])(
    'can be %s',
    (text) => expect(isNetwork(text)).toBe(true),
  );
  it.each(['10.0.0.1/8', '192.0.2.129/25', '2001:db8::1/32', '10.0.0.0/33', '10.0.0.0/08x', 'fe80::1%eth0', '0.0.0.0/0', '', '10.0.0', 7])(
    'is not %j',
    (text) => expect(isNetwork(text)).toBe(false),
  );
});
