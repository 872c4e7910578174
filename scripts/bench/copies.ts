import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Takes the second wall and what hangs on it from the copy for bare SQL, and returns how an ordinary login reaches it. */
export async function strip(url: string): Promise<string> {
  const client = await connected(url);
  const password = randomBytes(16).toString('hex');
  try {
    await client.query(`DO $$ DECLARE t text; BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_bare') THEN CREATE ROLE bench_bare LOGIN; END IF;
      FOR t IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('public', 'platform', 'audit', 'identity') LOOP
        EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', t);
        EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t);
      END LOOP;
    END $$`);
    await client.query(`ALTER ROLE bench_bare PASSWORD '${password}'`);
    await client.query('GRANT CONNECT ON DATABASE bench_bare TO bench_bare');
    for (const schema of ['public', 'platform', 'audit', 'identity'])
      await client.query(
        `GRANT USAGE ON SCHEMA ${schema} TO bench_bare; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ${schema} TO bench_bare`,
      );
  } finally {
    await client.end();
  }
  const address = new URL(url);
  address.username = 'bench_bare';
  address.password = password;
  return address.href;
}

/** A connection past every wall. */
export async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
