import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrations } from '../../migrations/index.ts';
import { readConfig, type Config } from '../../src/platform/config.ts';
import { migrationSource } from '../../src/platform/data-source.ts';
import { bootstrap, installContextKey } from '../../src/platform/database/bootstrap.ts';

const secret = 'a secret for tests alone, known to everybody';
const template = 'homeward_template';

/** A database of one test file, freshly migrated. */
export interface TestDatabase {
  readonly name: string;
  readonly config: Config;
  /** A connection past every wall, as only a test may have. */
  readonly admin: Client;
  drop(): Promise<void>;
}

/** A copy of a migrated database; the first one to come makes the original. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('homeward-template'))");
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${template}_making`);
      const making = configFor(`${template}_making`);
      await bootstrap(making);
      const source = await migrationSource(making, migrations).initialize();
      await source.runMigrations();
      await source.destroy();
      await installContextKey(making);
      await client.query(`ALTER DATABASE ${template}_making RENAME TO ${template}`);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const config = configFor(name);
  await bootstrap(config);
  const admin = new Client({ connectionString: config.migrationDatabaseUrl ?? '' });
  await admin.connect();
  const drop = async (): Promise<void> => {
    await admin.end();
    await rm(config.dataDir, { recursive: true, force: true });
    await onServer((client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  return { name, config, admin, drop };
}

function serverUrl(database: string): string {
  const url = new URL(process.env.TEST_DATABASE_URL ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

function configFor(database: string): Config {
  const DATABASE_URL = serverUrl(database);
  // Migrations read their settings as they do in the field.
  Object.assign(process.env, {
    DATABASE_URL,
    HOMEWARD_SECRET: secret,
    HOMEWARD_MODE: 'test',
    DATABASE_ROLE_PREFIX: 'test_',
    LOG_LEVEL: 'silent',
    // Tests ask more in a minute than people do.
    REQUESTS_PER_MINUTE: '1000000',
  });
  return { ...readConfig(process.env), migrationDatabaseUrl: DATABASE_URL, mode: 'test', dataDir: join(tmpdir(), `homeward-${database}`) };
}

async function onServer(act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: serverUrl('postgres') });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
