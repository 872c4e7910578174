import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../../src/platform/embedded-database.ts';

const servers = new Map<string, EmbeddedDatabase | null>();

/** An empty data folder, which only its owner may enter when it is to be closed. */
export function aDataFolder({ isClosed = false } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'homeward-embedded-'));
  chmodSync(folder, isClosed ? 0o700 : 0o755);
  const dataDir = join(folder, '.data');
  servers.set(dataDir, null);
  return dataDir;
}

/** Starts the embedded database of a folder; what is still running in the end is stopped by `removeAll`. */
export async function start(dataDir: string, onLog?: (line: string) => void): Promise<EmbeddedDatabase> {
  const database = await startEmbeddedDatabase({ dataDir, isDurable: false, ...(onLog && { onLog }) });
  servers.set(dataDir, database);
  return database;
}

export async function removeAll(): Promise<void> {
  for (const [dataDir, database] of servers) {
    await database?.stop();
    rmSync(resolve(dataDir, '..'), { recursive: true, force: true });
  }
  servers.clear();
}

/** Another process that starts the database of a folder, as `npm start` does, and then only lives. */
export async function aStarter(dataDir: string): Promise<{ kill(): Promise<void> }> {
  const module = resolve('src/platform/embedded-database.ts');
  const script = `const { startEmbeddedDatabase } = await import(${JSON.stringify(module)});
    await startEmbeddedDatabase({ dataDir: ${JSON.stringify(dataDir)}, isDurable: false });
    console.log('started');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const kill = async (): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  return { kill };
}

/** One statement as the superuser; the first column of its rows. */
export async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // a server that is stopped on purpose takes its connections with it
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' });
    return rows.map((row) => row[0]);
  } finally {
    await client.end();
  }
}

/** A person who is connected; `lost` is fulfilled when the server ends the connection. */
export async function aConnection(url: string): Promise<{ lost: Promise<unknown> }> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  const lost = new Promise((settle) => client.once('end', settle));
  await client.connect();
  return { lost };
}

/** The numbers of all processes that work on a database. */
export function processesOf({ pid }: Pick<EmbeddedDatabase, 'pid'>): number[] {
  const living = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [pid, ...living.map(Number).filter((each) => factsOf(each)?.parent === pid)];
}

/** Whether a process lives; one that is dead and not yet buried by its parent does not. */
export function isAlive(pid: number): boolean {
  const facts = factsOf(pid);
  return facts !== null && facts.state !== 'Z';
}

/** What the system tells of a process; null when there is none. */
export function factsOf(pid: number): { state: string; parent: number; group: number } | null {
  try {
    const [state, parent, group] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return { state: state!, parent: Number(parent), group: Number(group) };
  } catch {
    return null;
  }
}
