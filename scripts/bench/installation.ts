import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../src/platform/embedded-database.ts';
import { connected, strip } from './copies.ts';
import { parentOf } from './cpu.ts';
import { addPiles, type Piles } from './data.ts';
import type { Processes } from './processes.ts';

const template = 'homeward';
const secret = 'a secret for the bench alone, known to everybody';

/** One database server with two copies of the same data: one for the product, one for bare SQL. */
export interface Installation {
  /** The product's copy, as its API is told. */
  readonly app: Readonly<Record<string, string>>;
  /** The other copy: no row policies, no triggers, everything granted. */
  readonly bareUrl: string;
  /** A connection to the product's copy, past every wall. */
  readonly admin: Client;
  readonly serverPid: number;
  readonly postgres: string;
  /** How long loading took; null if the data were there from an earlier run. */
  readonly loadedInSeconds: number | null;
  stop(): Promise<void>;
}

interface Wanted {
  readonly folder: string;
  readonly keep: boolean;
  readonly cases: number;
  readonly piles: Piles;
  readonly say: (line: string) => void;
}

/** Starts the server, loads the data unless they are there, and copies them for both sides. */
export async function install(wanted: Wanted, processes: Processes): Promise<Installation> {
  const { folder, keep, say } = wanted;
  const server = await startEmbeddedDatabase({ dataDir: folder, isDurable: false });
  const url = (database: string): string => server.url.replace(/[^/]+$/, database);
  const shared = { HOMEWARD_SECRET: secret, DATA_DIR: join(folder, 'app') };
  const migrationEnv = (database: string) => ({ ...shared, DATABASE_URL: url(database), MIGRATION_DATABASE_URL: url(database) });
  const clean = async (): Promise<void> => {
    await stopped(server);
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const postgres = await connected(url('postgres'));
    for (const copy of ['bench_app', 'bench_bare']) await postgres.query(`DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
    const loadedInSeconds = await loaded(wanted, postgres, url(template), (script, args) =>
      processes.finish(script, args, migrationEnv(template)),
    );
    say('Copying the data for both sides …');
    for (const copy of ['bench_app', 'bench_bare']) await postgres.query(`CREATE DATABASE ${copy} TEMPLATE ${template} STRATEGY file_copy`);
    await processes.finish('scripts/migrate.js', [], migrationEnv('bench_app'));
    const bareUrl = await strip(url('bench_bare'));
    // What a vacuum costs would fall on whichever side is measured just then: both do without.
    await postgres.query('ALTER SYSTEM SET autovacuum = off');
    await postgres.query('SELECT pg_reload_conf()');
    await postgres.query('CHECKPOINT');
    const { rows } = await postgres.query<{ pid: number; version: string }>(
      `SELECT pg_backend_pid() AS pid, current_setting('server_version') AS version`,
    );
    const [{ pid, version } = { pid: 0, version: '' }] = rows;
    const serverPid = parentOf(pid);
    await postgres.end();
    const admin = await connected(url('bench_app'));
    const stop = async (): Promise<void> => {
      await admin.end().catch(() => undefined);
      await clean();
    };
    return {
      app: { ...shared, DATABASE_URL: withoutCredentials(url('bench_app')) },
      bareUrl,
      admin,
      serverPid,
      postgres: version,
      loadedInSeconds,
      stop,
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** Fills the template; or finds that an earlier run with the same numbers did, and leaves it. */
async function loaded(
  { cases, piles, say }: Wanted,
  postgres: Client,
  url: string,
  finish: (script: string, args: string[]) => Promise<void>,
): Promise<number | null> {
  const wanted = { cases, ...piles };
  const { rows } = await postgres.query<{ filled: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS filled FROM pg_database WHERE datname = '${template}'`,
  );
  await finish('scripts/migrate.js', []);
  const kept = rows[0]?.filled ?? null;
  if (kept !== null && fits(JSON.parse(kept) as typeof wanted, wanted)) return null;
  if (kept !== null) throw new Error(`The kept data are of another run (${kept}): remove .data/bench first.`);
  say(`Loading ${cases} cases …`);
  const began = performance.now();
  await finish('scripts/seed.js', ['--cases', String(cases)]);
  const client = await connected(url);
  try {
    await client.query('BEGIN');
    await addPiles(client, piles);
    await client.query('COMMIT');
    await client.query('VACUUM (ANALYZE, FREEZE)');
    await client.query(`COMMENT ON DATABASE ${template} IS '${JSON.stringify(wanted)}'`);
  } finally {
    await client.end();
  }
  return (performance.now() - began) / 1000;
}

/** The same data, with at least as many referrals to accept. */
function fits({ answering, ...kept }: Piles, { answering: wanted, ...others }: Piles): boolean {
  return answering >= wanted && JSON.stringify(kept) === JSON.stringify(others);
}

function withoutCredentials(address: string): string {
  const url = new URL(address);
  url.username = url.password = '';
  return url.href;
}

async function stopped(server: EmbeddedDatabase): Promise<void> {
  await server.stop();
  await server.ended;
}
