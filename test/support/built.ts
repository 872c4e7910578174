import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

/** The root of the repository. */
export const root = resolve(import.meta.dirname, '..', '..');

/** Builds what is stale; test files that need the build at the same time take turns. */
export async function built(): Promise<void> {
  const client = new Client({ connectionString: process.env.TEST_DATABASE_URL ?? '' });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('homeward-build'))");
    await promisify(execFile)(process.execPath, ['scripts/prepare.mjs'], { cwd: root });
  } finally {
    await client.end();
  }
}
