import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { run } from './launch.ts';
import { choosePort, remember, type Memory } from './memory.ts';
import type { Place } from './place.ts';
import { serverSettings } from './settings.ts';
import { readPidFile } from './traces.ts';

/** A server that is running and accepts connections. */
export interface Server {
  readonly port: number;
  readonly pid: number;
  /** Fulfilled when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  /** Ends the server and waits until it is gone; "immediate" is a crash on purpose, for tests of recovery. */
  stop(mode?: StopMode): Promise<void>;
}

export type StopMode = 'fast' | 'immediate';

/** Starts the server on its port; what passes by itself (a port just taken, the last processes of a dead server) is tried again. */
export async function serve(place: Place, memory: Memory): Promise<Server> {
  const giveUpAt = performance.now() + 30_000;
  let port = await choosePort(memory.port);
  for (;;) {
    const attempt = await tryToServe(place, port);
    if (typeof attempt !== 'string') {
      if (port !== memory.port) remember(place.dataDir, { ...memory, port });
      return attempt;
    }
    const isPortTaken = attempt.includes('could not bind');
    if (performance.now() > giveUpAt || !(isPortTaken || attempt.includes('is still in use'))) {
      throw new Error(`PostgreSQL did not start. Its log (${join(place.dataDir, 'postgres.log')}) ends with:\n${attempt}`);
    }
    if (isPortTaken) port = await choosePort(null);
    else await wait(200);
  }
}

/** One try: the running server, or the words with which it refused. */
async function tryToServe(place: Place, port: number): Promise<Server | string> {
  const logFile = join(place.dataDir, 'postgres.log');
  const log = openSync(logFile, 'a', 0o600);
  const logStart = fstatSync(log).size;
  const { file, args, options } = place.launch.command(place.programs.postgres, [
    '-D',
    place.serverFolder,
    ...serverSettings(port, place.isDurable),
  ]);
  // its own process group: Ctrl-C in a terminal must reach the system first, which then stops its database last
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);

  let end: string | null = null;
  const ended = new Promise<void>((settle) => {
    const settleWith = (reason: string): void => {
      end = reason;
      settle();
    };
    child.once('exit', (code, signal) => settleWith(`ended with ${signal ?? `exit code ${code}`}`));
    child.once('error', (error) => settleWith(error.message));
  });
  const stop = async (mode: StopMode): Promise<void> => {
    if (end === null) await stopServer(place, mode).catch(() => child.kill('SIGQUIT'));
    await ended;
  };
  let stopping: Promise<void> | null = null;

  while (end === null) {
    const found = readPidFile(place.serverFolder);
    if (found?.pid === child.pid && found?.isReady) {
      return { port, pid: found.pid, ended, stop: (mode = 'fast') => (stopping ??= stop(mode)) };
    }
    await Promise.race([ended, wait(20)]);
  }
  return readFileSync(logFile).subarray(logStart).toString('utf8').trim() || end;
}

/** Ends the server of a folder, whoever started it. */
export async function stopServer(place: Place, mode: StopMode): Promise<void> {
  const ask = (how: StopMode): Promise<string> =>
    run(place.launch, place.programs.pgCtl, ['stop', '-w', '-t', '60', '-m', how, '-D', place.serverFolder]);
  // one that does not end within a minute is stuck: its log of changes is on disk, and the next start recovers from it
  await ask(mode).catch(() => ask('immediate'));
}
