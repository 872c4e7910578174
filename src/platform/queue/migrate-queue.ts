import { runMigrations } from 'bullmq';
import { Client, escapeIdentifier } from 'pg';
import { QUEUE_SCHEMA } from './backends.ts';

/**
 * Lays out the queue's schema and gives its login exactly what answering alarms takes: its own rows, no table, no function
 * of its own making. Runs at deployment with the rights of a database owner; running it again changes nothing.
 */
export async function migrateQueue(ownerUrl: string, { login, names }: { login: string; names: readonly string[] }): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    await client.query(await rights(client, login, names));
  } finally {
    await client.end();
  }
}

async function rights(client: Client, login: string, names: readonly string[]): Promise<string> {
  const schema = escapeIdentifier(QUEUE_SCHEMA);
  const to = escapeIdentifier(login);
  const { rows } = await client.query<{ database: string; sequences: string[] }>(
    `SELECT current_database() AS database, array(SELECT ${schema}.job_id_seq_name(n) FROM unnest($1::text[]) n) AS sequences`,
    [names],
  );
  const { database, sequences } = rows[0] ?? { database: '', sequences: [] };
  return [
    // Two deployments at once would stumble over each other's grants.
    "SELECT pg_advisory_xact_lock(hashtext('queue-rights'))",
    // BullMQ makes a sequence when a queue is first used, even if all ids are given: the login could not.
    ...sequences.map((sequence) => `CREATE SEQUENCE IF NOT EXISTS ${schema}.${escapeIdentifier(sequence)}`),
    // A bulk of alarms passes through temporary tables.
    `GRANT CONNECT, TEMPORARY ON DATABASE ${escapeIdentifier(database)} TO ${to}`,
    `GRANT USAGE ON SCHEMA ${schema} TO ${to}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${to}`,
    `REVOKE INSERT, UPDATE, DELETE ON ${schema}.migration FROM ${to}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${to}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${to}`,
  ].join(';\n');
}
