import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { run } from './launch.ts';
import type { Place } from './place.ts';

/** Creates the database cluster beside its final place, so that one cut short is never taken for a whole one. */
export async function createCluster(place: Place, password: string): Promise<void> {
  place.say('Creating the database …');
  const newFolder = `${place.serverFolder}.new`;
  const passwordFile = join(place.dataDir, 'postgres.password');
  for (const leftover of [newFolder, passwordFile]) rmSync(leftover, { recursive: true, force: true });
  try {
    mkdirSync(newFolder, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    const { owner } = place.launch;
    if (owner) for (const path of [newFolder, passwordFile]) chownSync(path, owner.uid, owner.gid);
    await run(place.launch, place.programs.initdb, [
      `--pgdata=${newFolder}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // the same order of letters on every machine, whatever its locales
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(place.isDurable ? [] : ['--no-sync']),
    ]);
    renameSync(newFolder, place.serverFolder);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Makes the product's own database, unless an earlier start did. */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 30_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
