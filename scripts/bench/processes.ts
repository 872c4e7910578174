import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..', '..', '..');
// a child ends by itself when whoever started it is gone
const endWithStarter = `--import=${pathToFileURL(join(root, 'scripts', 'end-with-starter.mjs')).href}`;
const patience = 60_000;

type Environment = Readonly<Record<string, string>>;

/** A server that answers. */
export interface Running {
  readonly pid: number;
  readonly port: number;
}

/** Every process the bench starts, so that none outlives it. What they say goes to a file: reading it would cost CPU time of our own. */
export class Processes {
  private readonly children = new Set<ChildProcess>();
  private isOver = false;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Runs a built script to its end. */
  async finish(script: string, args: readonly string[], env: Environment): Promise<void> {
    const child = this.begin(join(root, 'dist', script), args, env);
    const code = await new Promise((end) => child.once('exit', end));
    if (code !== 0) throw new Error(`${script} failed:\n${this.said(script)}`);
  }

  /** Starts the product's API as an installation in production does, and waits until it is ready. */
  async api(env: Environment, nodeArgs: readonly string[]): Promise<Running> {
    const port = await freePort();
    const child = this.begin(
      join(root, 'dist', 'src', 'main.js'),
      [],
      { ...env, HOMEWARD_MODE: 'production', PORT: String(port), REQUESTS_PER_MINUTE: '100000000' },
      nodeArgs,
    );
    const isReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/health/ready`)).status === 200;
    const giveUpAt = performance.now() + patience;
    while (!(await isReady().catch(() => false))) {
      if (child.exitCode !== null || performance.now() > giveUpAt) throw new Error(`The API did not start:\n${this.said('main.js')}`);
      await wait(50);
    }
    return { pid: pidOf(child), port };
  }

  /** Starts the bare server and hands it its statements. */
  async bare(told: object): Promise<Running> {
    const child = this.begin(join(root, 'dist', 'scripts', 'bench', 'bare-server.js'), [], {});
    const port = await new Promise<number>((listening, fail) => {
      child.once('message', (message) => listening((message as { port: number }).port));
      child.once('exit', () => fail(new Error(`The bare server did not start:\n${this.said('bare-server.js')}`)));
      child.send(told);
    });
    return { pid: pidOf(child), port };
  }

  /** Ends one of them, which may still have something to write down. */
  async end(pid: number): Promise<void> {
    await Promise.all([...this.children].filter((child) => child.pid === pid).map(endChild));
  }

  /** Ends all of them, waits until they are gone, and starts no others. */
  async endAll(): Promise<void> {
    this.isOver = true;
    await Promise.all([...this.children].map(endChild));
  }

  private begin(file: string, args: readonly string[], env: Environment, nodeArgs: readonly string[] = []): ChildProcess {
    if (this.isOver) throw new Error('Stopped.');
    const log = openSync(this.log(file), 'a');
    const child = spawn(process.execPath, [...nodeArgs, endWithStarter, file, ...args], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', log, log, 'ipc'],
      // its own process group: Ctrl-C reaches only the bench, which then ends everything in the right order
      detached: true,
    });
    closeSync(log);
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    return child;
  }

  private log(file: string): string {
    return join(this.folder, `${file.split('/').at(-1)}.log`);
  }

  private said(file: string): string {
    return readFileSync(this.log(file), 'utf8').slice(-4_000);
  }
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((end) => child.once('exit', end));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(insist);
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('A process could not be started.');
  return pid;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
