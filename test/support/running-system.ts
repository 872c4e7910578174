import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { queueName } from '../../src/platform/jobs/relay.ts';
import { openDemonstrationClock } from '../../src/platform/database/bootstrap.ts';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';
import { freshDatabase } from './database.ts';

const root = resolve(import.meta.dirname, '..', '..');
// a child ends by itself when whoever started it is gone
const endWithStarter = `--import=${pathToFileURL(join(root, 'scripts', 'end-with-starter.mjs')).href}`;

/** The real thing: API and worker as processes of their own, with the data of the demonstration. */
export interface RunningSystem {
  readonly address: string;
  /** Runs a script of the repository beside it, to its end. */
  script(file: string, args?: string[], env?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  stop(): Promise<void>;
}

/** Builds what is stale, fills a database of its own, starts both processes and waits until they answer. */
export async function startSystem(): Promise<RunningSystem> {
  const build = spawnSync(process.execPath, ['scripts/prepare.mjs'], { cwd: root, encoding: 'utf8' });
  if (build.status !== 0) throw new Error(`the build failed:\n${build.stdout}${build.stderr}`);
  const database = await freshDatabase();
  const { databaseUrl, secret, rolePrefix } = database.config;
  await openDemonstrationClock({ ...database.config, mode: 'demonstration' });
  await migrateQueue(databaseUrl, { login: `${rolePrefix}queue_login`, names: [queueName] });

  const dataDir = join(root, '.data', `test-${process.pid}`, 'running-system');
  mkdirSync(dataDir, { recursive: true });
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const env = {
    PATH: process.env.PATH ?? '',
    HOMEWARD_MODE: 'demonstration',
    HOMEWARD_SECRET: secret,
    DATABASE_URL: databaseUrl,
    DATABASE_ROLE_PREFIX: rolePrefix,
    DATA_DIR: dataDir,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const children: ChildProcess[] = [];
  const begin = (file: string, args: string[] = [], more: Record<string, string> = {}): { child: ChildProcess; output: () => string } => {
    const options = { cwd: root, env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] as 'pipe'[] };
    const child = spawn(process.execPath, [endWithStarter, file, ...args], options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    children.push(child);
    return { child, output: () => output };
  };
  const script: RunningSystem['script'] = async (file, args, more) => {
    const { child, output } = begin(file, args, more);
    const code = await new Promise<number | null>((end) => child.once('close', end));
    return { code, output: output() };
  };
  const stop = async (): Promise<void> => {
    await Promise.all(children.map(endChild));
    rmSync(dataDir, { recursive: true, force: true });
    await database.drop();
  };

  try {
    const seeded = await script('dist/scripts/seed.js', ['--once'], { MIGRATION_DATABASE_URL: databaseUrl });
    if (seeded.code !== 0) throw new Error(`the data were not loaded:\n${seeded.output}`);
    const [api] = [begin('dist/src/main.js'), begin('dist/src/worker.js')];
    await untilReady(address, api);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, script, stop };
}

async function untilReady(address: string, api: { child: ChildProcess; output: () => string }): Promise<void> {
  const isReady = async (): Promise<boolean> => (await fetch(`${address}/health/ready`)).status === 200;
  while (!(await isReady().catch(() => false))) {
    if (api.child.exitCode !== null) throw new Error(`the API ended:\n${api.output()}`);
    await wait(50);
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((end) => child.once('exit', end));
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
