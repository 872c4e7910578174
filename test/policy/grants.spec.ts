import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { urlFor, type Login } from '../../src/platform/config.ts';
import { personas } from '../../src/platform/database/roles.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { columnGrants, routines, tableGrants, tables } from '../support/policy-catalogue.ts';
import { expectedCallers, expectedColumns, expectedGrants } from '../support/policy-expected.ts';
import { attempt } from '../support/policy-walls.ts';

let database: TestDatabase;
let prefix: string;
beforeAll(async () => {
  database = await freshDatabase();
  prefix = database.config.rolePrefix;
}, 60_000);
afterAll(() => database.drop());

async function rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.admin.query(text, values)).rows as Row[];
}

async function as<T>(login: Login, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: urlFor(database.config, login) });
  await client.connect();
  try {
    await client.query('BEGIN');
    return await act(client);
  } finally {
    await client.end();
  }
}

describe('what the database roles hold', () => {
  it('is, table by table, what is expected and no more', async () => {
    expect(await tableGrants(database.admin, prefix)).toEqual(expectedGrants);
    expect(await columnGrants(database.admin, prefix)).toEqual(expectedColumns);
  });

  it('row security stands on every table of casework and binds its owner too', async () => {
    const bare = (await tables(database.admin)).filter(({ enabled, forced }) => !enabled || !forced);
    const held = bare.filter(({ name }) => name in expectedGrants).map(({ name }) => name);
    // Beside the list of migrations, which nobody holds a right on, only tables of the machinery do without: functions alone reach them.
    expect(bare.filter(({ name }) => name.startsWith('public.')).map(({ name }) => name)).toEqual(['public.migration']);
    for (const name of held) {
      expect(Object.keys(expectedGrants[name as keyof typeof expectedGrants])).toEqual(['definer']);
    }
  });

  it('keys say of the case whose it is, and of its rows nothing: they copy it, and would lock the same people again', async () => {
    const keyed = await rows<{ name: string }>(
      `SELECT DISTINCT k.conrelid::regclass::text AS name FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
       WHERE k.contype = 'f' AND a.attname IN ('worker_id', 'supervisor_unit_id', 'specialist_unit_id')`,
    );
    expect(keyed.map(({ name }) => name)).toEqual(['case_core']);
  });

  it('a function that lends its rights belongs to the definer and looks for names in no schema of anybody’s choice', async () => {
    const lending = (await routines(database.admin, prefix)).filter(({ definer }) => definer);
    expect(lending.length).toBeGreaterThan(10);
    expect(lending.filter(({ owner, path }) => owner !== 'definer' || path !== 'search_path=pg_catalog')).toEqual([]);
  });

  it('a function is called by whom it is meant for; the public calls none', async () => {
    const all = await routines(database.admin, prefix);
    // What logs a table is drawn for each, and called by its trigger alone.
    const drawn = all.filter(({ name }) => /_(births|changes)_told$/.test(name));
    expect(drawn.length).toBeGreaterThan(20);
    expect(drawn.filter(({ callers }) => callers.length > 0)).toEqual([]);
    const callers = Object.fromEntries(all.filter((each) => !drawn.includes(each)).map((each) => [each.name, each.callers]));
    expect(callers).toEqual(expectedCallers);
  });

  it('the public holds nothing on the database and on its schemas', async () => {
    const database_ = await rows(
      'SELECT acl.privilege_type FROM pg_database d, aclexplode(d.datacl) acl WHERE d.datname = current_database() AND acl.grantee = 0',
    );
    const schemas = await rows(
      "SELECT n.nspname FROM pg_namespace n, aclexplode(n.nspacl) acl WHERE acl.grantee = 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema')",
    );
    expect([...database_, ...schemas]).toEqual([]);
  });

  it('no role of ours makes anything: no tables, no schemas, no temporary tables that could stand before real ones', async () => {
    const able = await rows(
      `SELECT r.rolname FROM pg_roles r CROSS JOIN pg_namespace n WHERE starts_with(r.rolname, $1) AND n.nspname NOT LIKE 'pg\\_%'
         AND (has_schema_privilege(r.oid, n.oid, 'CREATE') OR has_database_privilege(r.oid, current_database(), 'CREATE, TEMP'))`,
      [prefix],
    );
    expect(able).toEqual([]);
  });

  it('no role of ours is above the walls, and personas cannot log in', async () => {
    const roles = await rows<{ name: string; login: boolean }>(
      `SELECT substr(rolname, length($1) + 1) AS name, rolcanlogin AS login, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
         OR rolreplication OR rolinherit AS above FROM pg_roles WHERE starts_with(rolname, $1)`,
      [prefix],
    );
    expect(roles.filter((each) => (each as unknown as { above: boolean }).above)).toEqual([]);
    const logins = roles.filter(({ login }) => login).map(({ name }) => name);
    expect(logins.sort()).toEqual(['app_login', 'queue_login', 'worker_login']);
  });

  it('a login takes on personas and nothing else; that of the queue takes on nobody', async () => {
    const members = await rows<{ login: string; role: string }>(
      `SELECT substr(m.rolname, length($1) + 1) AS login, substr(r.rolname, length($1) + 1) AS role FROM pg_auth_members a
         JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid WHERE starts_with(m.rolname, $1)`,
      [prefix],
    );
    for (const login of ['app_login', 'worker_login']) {
      expect(
        members
          .filter((each) => each.login === login)
          .map(({ role }) => role)
          .sort(),
      ).toEqual([...personas].sort());
    }
    expect(members.filter(({ login }) => !['app_login', 'worker_login'].includes(login))).toEqual([]);
  });

  it.each(['app_login', 'worker_login', 'queue_login'] as const)(
    '%s by itself reads nothing and never becomes the definer',
    async (login) => {
      await as(login, async (client) => {
        for (const { name } of await tables(database.admin)) expect((await attempt(client, `SELECT FROM ${name}`)).refused).toBe('42501');
        for (const role of ['definer', ...(login === 'queue_login' ? personas : [])]) {
          expect((await attempt(client, `SET LOCAL ROLE ${prefix}${role}`)).refused).toBe('42501');
        }
      });
    },
  );

  it('the access log is added to and never changed: not by its writer, not by the owner of the server', async () => {
    const { admin } = database;
    await admin.query('BEGIN');
    await admin.query("SELECT audit.note('request', 'read', 'case', '{}', '{}', 'shown')");
    const changes = ["UPDATE audit.event SET result = ''", 'DELETE FROM audit.event', 'TRUNCATE audit.event'];
    for (const change of changes) expect((await attempt(admin, change)).refused).toBe('P0001');
    for (const role of ['definer', ...personas]) {
      await admin.query(`SET LOCAL ROLE ${prefix}${role}`);
      for (const change of changes) expect((await attempt(admin, change)).refused).toBe('42501');
      await admin.query('RESET ROLE');
    }
    await admin.query('ROLLBACK');
  });
});
