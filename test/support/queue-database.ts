import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';

/** A database of a test's own, laid out for the queue, with the queue's login and the owner's way in. */
export interface QueueDatabase {
  readonly ownerUrl: string;
  readonly loginUrl: string;
  readonly login: string;
  /** Runs statements as the owner. */
  run(sql: string): Promise<Record<string, unknown>[]>;
  drop(): Promise<void>;
}

/** Makes a database as hardened as the product's own: what is not granted to a login, it may not. */
export async function aQueueDatabase(superuserUrl: string, names: readonly string[]): Promise<QueueDatabase> {
  const suffix = randomBytes(4).toString('hex');
  const [name, login, password] = [`queue_test_${suffix}`, `queue_test_login_${suffix}`, randomBytes(12).toString('hex')];
  await asOwner(superuserUrl, `CREATE DATABASE ${name}`);
  await asOwner(
    superuserUrl,
    `REVOKE ALL ON DATABASE ${name} FROM PUBLIC; CREATE ROLE ${login} LOGIN NOINHERIT PASSWORD '${password}';
     ALTER ROLE ${login} SET statement_timeout = '15s'; ALTER ROLE ${login} SET lock_timeout = '3s';`,
  );
  const ownerUrl = Object.assign(new URL(superuserUrl), { pathname: `/${name}` }).href;
  await migrateQueue(ownerUrl, { login, names });
  return {
    ownerUrl,
    loginUrl: Object.assign(new URL(ownerUrl), { username: login, password }).href,
    login,
    run: (sql) => asOwner(ownerUrl, sql),
    drop: async () => {
      await asOwner(superuserUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await asOwner(superuserUrl, `DROP ROLE ${login}`);
    },
  };
}

async function asOwner(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}
