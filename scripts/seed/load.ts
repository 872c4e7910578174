import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { Passwords } from '../../src/modules/identity/index.ts';
import type { Config } from '../../src/platform/config.ts';
import { accountsOf, passphrase } from './accounts.ts';
import { type Seeded, seedCases } from './seed-cases.ts';

/** Fills an installation that has no agencies yet, all of it or nothing; says null, and changes nothing, where there are some. */
export async function loadOnce(config: Config, { cases, now }: { cases: number; now: Date }): Promise<Seeded | null> {
  if (config.mode === 'production') throw new Error('A production installation gets no invented people.');
  const client = new Client({ connectionString: config.migrationDatabaseUrl ?? config.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    // Two starts at once: the second waits, and finds that all is there.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('homeward-seed'))");
    const { rowCount } = await client.query('SELECT 1 FROM agency LIMIT 1');
    if (rowCount !== 0) return null;
    const seeded = await seedCases(client, { cases, now, passwordHash: await new Passwords(config).hash(passphrase) });
    mkdirSync(config.dataDir, { recursive: true });
    writeFileSync(join(config.dataDir, 'accounts.json'), `${JSON.stringify(accountsOf(seeded.people), null, 2)}\n`);
    await client.query('COMMIT');
    // A database that was filled in one go does not know yet how much it holds.
    await client.query('ANALYZE');
    return seeded;
  } finally {
    await client.end();
  }
}
