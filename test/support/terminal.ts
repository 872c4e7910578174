import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { factsOf } from './embedded-servers.ts';
import { root } from './built.ts';
import { until } from './eventually.ts';
import { freePort } from './processes.ts';

/** A command that somebody gave at a terminal. */
export interface Command {
  said(): string;
  /** Fulfilled when it is over and nobody holds its output any more. */
  readonly ended: Promise<void>;
  /** Every process that lives because of it. */
  processes(): { pid: number; words: string }[];
  /** What a terminal does at Ctrl-C: the signal goes to everything in the foreground at once. */
  ctrlC(): Promise<void>;
}

/** `npm start`, or `npm run seed`, with nothing in the environment but what is given here. */
export function npm(words: readonly string[], env: Readonly<Record<string, string>>): Command {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn('npm', words, { cwd: root, env: { PATH, HOME, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((end) => child.once('close', () => end()));
  const processes = (): { pid: number; words: string }[] => descendantsOf(child.pid ?? 0);
  const ctrlC = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGINT');
    await ended;
  };
  return { said: () => output, ended, processes, ctrlC };
}

/** The system as a person started it. */
export interface Installation extends Command {
  readonly address: string;
  readonly port: string;
}

/** Starts the system on a port of its own and waits until it says that it is ready. */
export async function npmStart(env: Readonly<Record<string, string>>): Promise<Installation> {
  const port = String(await freePort());
  const command = npm(['start'], { PORT: port, ...env });
  let isOver = false;
  void command.ended.then(() => (isOver = true));
  await until(() => Promise.resolve(isOver || command.said().includes('Ctrl-C stops everything')));
  if (isOver) throw new Error(`it did not start:\n${command.said()}`);
  return { ...command, address: `http://localhost:${port}`, port };
}

function descendantsOf(pid: number): { pid: number; words: string }[] {
  const everybody = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const children = everybody.map(Number).filter((each) => factsOf(each)?.parent === pid);
  return children.flatMap((each) => [{ pid: each, words: commandLine(each) }, ...descendantsOf(each)]);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
