import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { root } from './built.ts';

// a child ends by itself when whoever started it is gone
const endWithStarter = `--import=${pathToFileURL(join(root, 'scripts', 'end-with-starter.mjs')).href}`;

/** One process of the running system, and everything it has said. */
export interface Running {
  readonly child: ChildProcess;
  output(): string;
}

/** The processes of one running system. */
export class Processes {
  private readonly all: ChildProcess[] = [];

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Starts a file of the repository on the Node of this process. */
  begin(file: string, args: readonly string[] = [], more: Readonly<Record<string, string>> = {}): Running {
    const options = { cwd: root, env: { ...this.env, ...more }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] as 'pipe'[] };
    const child = spawn(process.execPath, [endWithStarter, file, ...args], options);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    this.all.push(child);
    return { child, output: () => output };
  }

  /** Runs one to its end. */
  async run(
    file: string,
    args?: readonly string[],
    more?: Readonly<Record<string, string>>,
  ): Promise<{ code: number | null; output: string }> {
    const { child, output } = this.begin(file, args, more);
    const code = await new Promise<number | null>((end) => child.once('close', end));
    return { code, output: output() };
  }

  /** Ends all as an operator would. */
  async end(): Promise<void> {
    await Promise.all(this.all.map((child) => stopped(child, 'SIGTERM')));
  }
}

/** Ends one process and waits until it is gone; the code it ended with, if it was not killed. */
export async function stopped(child: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill(how);
    await ended;
  }
  return child.exitCode;
}

/** Waits until the API at this address can do work; fails if its process ends before. */
export async function untilReady(address: string, api: Running): Promise<void> {
  const isReady = async (): Promise<boolean> => (await fetch(`${address}/health/ready`)).status === 200;
  while (!(await isReady().catch(() => false))) {
    if (api.child.exitCode !== null) throw new Error(`the API ended:\n${api.output()}`);
    await wait(50);
  }
}

/** A port nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
