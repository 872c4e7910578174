import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { built } from '../support/built.ts';
import { until } from '../support/eventually.ts';
import { Processes } from '../support/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'homeward-migration-'));
const processes = new Processes({
  PATH: process.env.PATH ?? '',
  HOMEWARD_SECRET: 'a secret for tests alone, known to everybody',
  DATA_DIR: folder,
});
let server: EmbeddedDatabase;
beforeAll(async () => {
  await built();
  server = await startEmbeddedDatabase({ dataDir: folder });
}, 240_000);
afterAll(async () => {
  await processes.end();
  await server.stop();
  await server.ended;
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const urlOf = (database: string): string => server.url.replace(/[^/]+$/, database);
const migrating = (database: string) =>
  processes.run('dist/scripts/migrate.js', [], { DATABASE_URL: urlOf(database), MIGRATION_DATABASE_URL: urlOf(database) });

async function rows<Row>(database: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: urlOf(database) });
  await client.connect();
  try {
    return (await client.query(text)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** The names of the steps that a database has taken, in order. */
const taken = async (database: string): Promise<string[]> =>
  (await rows<{ name: string }>(database, 'SELECT name FROM migration ORDER BY id')).map(({ name }) => name);

/** Everything a migration can leave behind, one line each. */
const shapeOf = (database: string) =>
  rows<{ what: string }>(
    database,
    `SELECT what FROM (
       SELECT 'column ' || a.attrelid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull AS what
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
       UNION ALL SELECT 'index ' || indexrelid::regclass || ' ' || indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relkind = 'r'
       UNION ALL SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
       UNION ALL SELECT 'function ' || oid::regprocedure || md5(prosrc) FROM pg_proc
       UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
       UNION ALL SELECT 'policy ' || polrelid::regclass || ' ' || polname || coalesce(pg_get_expr(polqual, polrelid), '') FROM pg_policy
     ) AS shape ORDER BY what`,
  );

describe('A migration in the middle of which the database crashes', () => {
  it('has taken some steps whole and the next not at all; started again it goes on, and leaves what an undisturbed one leaves', async () => {
    const wanted = migrations.map((each) => each.name);
    const cut = migrating('homeward');
    await until(async () => (await taken('homeward').catch(() => [])).length >= 5);
    await server.stop('immediate');
    await server.ended;
    expect((await cut).code).not.toBe(0);

    server = await startEmbeddedDatabase({ dataDir: folder });
    const before = await taken('homeward');
    expect(before.length).toBeLessThan(wanted.length);
    expect(before).toEqual(wanted.slice(0, before.length));
    expect(await rows('homeward', 'SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid')).toEqual([]);

    const again = await migrating('homeward');
    expect([again.code, again.code === 0 ? '' : again.output]).toEqual([0, '']);
    expect(await taken('homeward')).toEqual(wanted);

    await rows('postgres', 'CREATE DATABASE undisturbed');
    expect((await migrating('undisturbed')).code).toBe(0);
    expect(await shapeOf('homeward')).toEqual(await shapeOf('undisturbed'));
  }, 240_000);
});
