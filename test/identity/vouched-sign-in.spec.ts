import 'reflect-metadata';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { keyFor, urlFor } from '../../src/platform/config.ts';
import { signContext, type Actor } from '../../src/platform/database/context.ts';
import { guest } from '../../src/platform/guest.ts';
import { system } from '../../src/platform/system.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { actor } from '../support/policy-cast.ts';
import { attempt, genuine, under } from '../support/policy-walls.ts';

const hash = '$argon2id$v=19$m=47104,t=1,p=1$invented';
let database: TestDatabase;
/** The connection of the running system before anybody is signed in: whatever text is sent, it runs. */
let app: Client;
const people = { amber: randomUUID(), cedar: randomUUID(), gone: randomUUID() };

beforeAll(async () => {
  database = await freshDatabase();
  const [agencyId, unitId] = [randomUUID(), randomUUID()];
  const { admin } = database;
  await admin.query(`INSERT INTO agency (id, code, name, type, country) VALUES ($1, 'SOC', 'A body', 'social', 'TJ')`, [agencyId]);
  await admin.query(`INSERT INTO unit (id, agency_id, name) VALUES ($1, $2, 'An office')`, [unitId, agencyId]);
  for (const [login, id] of Object.entries(people)) {
    await admin.query(
      `INSERT INTO person (id, login, display_name, role, unit_id, agency_id, active) VALUES ($1, $2, $2, 'social-worker', $3, $4, $2 <> 'gone')`,
      [id, login, unitId, agencyId],
    );
    await admin.query('INSERT INTO identity.credential (person_id, password_hash) VALUES ($1, $2)', [id, hash]);
  }
  app = new Client({ connectionString: urlFor(database.config, 'app_login') });
  await app.connect();
}, 60_000);
afterAll(async () => {
  await app.end();
  await database.drop();
});
beforeEach(() => app.query('BEGIN'));
afterEach(() => app.query('ROLLBACK'));

const vouching = (vouchedFor: string): Actor => ({ ...guest, vouchedFor });
const tagOf = (login: string): string => createHash('sha256').update(login).digest('hex');
const asGuest = (context: string, text: string, values: unknown[]): ReturnType<typeof attempt> =>
  under(app, `${database.config.rolePrefix}p_guest`, context, () => attempt<Record<string, unknown>>(app, text, values));
const factsOf = (login: string, context: string): ReturnType<typeof attempt> =>
  asGuest(context, 'SELECT * FROM identity.sign_in_facts($1)', [login]);
const open = (who: string | null, context: string, verified = hash): ReturnType<typeof attempt> =>
  asGuest(context, 'SELECT * FROM identity.open_session($1, $2, $3, NULL)', [randomBytes(32), who, verified]);

describe('A statement injected before anybody is signed in', () => {
  it.each(['', 'an unknown one', 'cedar'])(
    'gets no hash of a password, and counts no try against a login (vouched for: %s)',
    async (login) => {
      expect(await factsOf('amber', genuine(database.config, vouching(login && tagOf(login))))).toMatchObject({ refused: '42501' });
    },
  );

  it('gets none with the context of a sign-in that is over', async () => {
    const old = genuine(database.config, vouching(tagOf('amber')), Date.now() - 61_000);
    expect((await factsOf('amber', old)).refused).toBe('42501');
  });

  it('opens no session, though it knows the hash of the password', async () => {
    const others = [
      guest,
      vouching(people.cedar),
      vouching(tagOf('amber')),
      actor('p_social_worker', { id: people.amber }),
      actor('p_admin'),
    ];
    for (const other of others) expect((await open(people.amber, genuine(database.config, other))).refused).toBe('42501');
    const forSomebody = signContext(system, keyFor(database.config, 'database-context'), { ...system, id: people.amber }, Date.now());
    expect((await open(people.amber, forSomebody)).refused).toBe('42501');
    const old = genuine(database.config, vouching(people.amber), Date.now() - 61_000);
    expect((await open(people.amber, old)).refused).toBe('42501');
    expect((await open(people.amber, '')).refused).toBe('42501');
  });

  it('opens nothing in the transaction of a sign-in that failed', async () => {
    expect(await open(null, genuine(database.config, guest))).toMatchObject({ refused: null, count: 0 });
  });
});

describe('A sign-in that the application vouches for', () => {
  it('gets the one hash that it has to weigh the password against', async () => {
    const { rows } = await factsOf('amber', genuine(database.config, vouching(tagOf('amber'))));
    expect(rows).toEqual([{ wait_seconds: 0, person_id: people.amber, password_hash: hash }]);
  });

  it('opens a session for exactly this person', async () => {
    const { rows } = await open(people.amber, genuine(database.config, vouching(people.amber)));
    expect(rows).toMatchObject([{ id: people.amber, role: 'social-worker' }]);
  });

  it('opens none if the password was changed while it was weighed, nor for somebody who has left meanwhile', async () => {
    const changed = await open(people.amber, genuine(database.config, vouching(people.amber)), '$argon2id$the one before');
    expect(changed).toMatchObject({ refused: null, count: 0 });
    expect(await open(people.gone, genuine(database.config, vouching(people.gone)))).toMatchObject({ refused: null, count: 0 });
  });
});
