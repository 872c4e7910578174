import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createCluster, ensureDatabase } from './embedded-database/cluster.ts';
import { chooseLaunch } from './embedded-database/launch.ts';
import { recall } from './embedded-database/memory.ts';
import type { Place } from './embedded-database/place.ts';
import { findPrograms } from './embedded-database/programs.ts';
import { serve, stopServer, type Server } from './embedded-database/server.ts';
import { disownPidFile, holdFolder, isAlive, isServerRunning, readPidFile } from './embedded-database/traces.ts';

/** A PostgreSQL server of this installation's own, for whoever has none to point at. */
export interface EmbeddedDatabase extends Server {
  /** The superuser's address of the database "homeward". */
  readonly url: string;
}

interface Options {
  readonly dataDir: string;
  readonly onLog?: (line: string) => void;
  readonly isDurable?: boolean;
}

/** Starts the installation's own PostgreSQL, creating it at the first start and recovering it after a crash. */
export async function startEmbeddedDatabase({ dataDir: folder, onLog, isDurable = true }: Options): Promise<EmbeddedDatabase> {
  const dataDir = resolve(folder);
  const serverFolder = join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  const letGo = holdFolder(dataDir);
  let server: Server | undefined;
  try {
    const programs = findPrograms();
    const launch = chooseLaunch(serverFolder, dataDir, programs.initdb);
    const place: Place = { dataDir, serverFolder, programs, launch, isDurable, say: onLog ?? ((): void => {}) };
    const memory = recall(dataDir, serverFolder);
    await takeOver(place);
    if (!existsSync(serverFolder)) await createCluster(place, memory.password);

    server = await serve(place, memory);
    const ended = server.ended.then(letGo);
    const address = `postgres://postgres:${memory.password}@127.0.0.1:${server.port}`;
    await ensureDatabase(`${address}/postgres`, 'homeward');
    return { ...server, ended, url: `${address}/homeward` };
  } catch (error) {
    await server?.stop();
    letGo();
    throw error;
  }
}

/** The superuser's address of an embedded server that is running now, started by another process; null if none is. */
export function addressOfRunning(folder: string): string | null {
  const dataDir = resolve(folder);
  const serverFolder = join(dataDir, 'postgres');
  if (!isServerRunning(serverFolder) || readPidFile(serverFolder)?.isReady !== true) return null;
  const { password, port } = recall(dataDir, serverFolder);
  return `postgres://postgres:${password}@127.0.0.1:${port}/homeward`;
}

/** Settles what an earlier run left behind: another owner of the files, a running server, or only the marks of a dead one. */
async function takeOver(place: Place): Promise<void> {
  const { owner } = place.launch;
  const present = statSync(place.serverFolder, { throwIfNoEntry: false });
  if (owner && present && present.uid !== owner.uid) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, place.serverFolder]);
  const orphan = isServerRunning(place.serverFolder) ? readPidFile(place.serverFolder) : null;
  if (orphan) {
    place.say('An earlier run left its database running: stopping it first.');
    await stopServer(place, 'fast');
    while (isAlive(orphan.pid)) await wait(20);
  }
  disownPidFile(place.serverFolder);
}
