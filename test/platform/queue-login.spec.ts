import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';
import { NAME } from '../support/queue-behaviour.ts';
import { aQueueDatabase, type QueueDatabase } from '../support/queue-database.ts';

describe('The login of the queue', () => {
  let database: QueueDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await aQueueDatabase(process.env.TEST_DATABASE_URL ?? '', [NAME]);
    await database.run(`CREATE SCHEMA casework; CREATE TABLE casework.case_core (code text); CREATE TABLE public.people (name text);
      CREATE FUNCTION casework.codes() RETURNS SETOF text LANGUAGE sql AS 'SELECT code FROM casework.case_core'`);
    client = new pg.Client({ connectionString: database.loginUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('reads no table outside the schema of the queue', async () => {
    const { rows } = await client.query<{ name: string; may: boolean }>(
      `SELECT c.oid::regclass::text AS name,
              has_schema_privilege(relnamespace, 'USAGE') AND (has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE')
                OR has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')) AS may
         FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f') AND nspname !~ '^(pg_|information_schema$|bullmq$)'`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(['casework.case_core', 'people']);
    expect(rows.filter(({ may }) => may)).toEqual([]);
  });

  it.each([
    ['SELECT * FROM casework.case_core', 'permission denied for schema casework'],
    ['SELECT casework.codes()', 'permission denied for schema casework'],
    ['SELECT * FROM public.people', 'permission denied for table people'],
    ['CREATE TABLE bullmq.diary (line text)', 'permission denied for schema bullmq'],
    ['CREATE TABLE public.diary (line text)', 'permission denied for schema public'],
    ['CREATE SCHEMA diary', 'permission denied for database'],
    ['TRUNCATE bullmq.job', 'permission denied for table job'],
    ['DELETE FROM bullmq.migration', 'permission denied for table migration'],
  ])('may not: %s', async (sql, refusal) => {
    await expect(client.query(sql)).rejects.toThrow(refusal);
  });

  it('gains nothing by the functions of the queue: all run with the rights of their caller', async () => {
    const { rows } = await client.query("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'bullmq'::regnamespace");
    expect(rows).toEqual([]);
  });

  it('keeps exactly these rights when the schema is laid out again', async () => {
    const rights = `SELECT relname, relacl::text FROM pg_class WHERE relnamespace = 'bullmq'::regnamespace ORDER BY 1`;
    const before = await database.run(rights);
    await Promise.all([1, 2, 3].map(() => migrateQueue(database.ownerUrl, { login: database.login, names: [NAME] })));
    expect(await database.run(rights)).toEqual(before);
  });
});
