import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { platform } from 'node:os';
import { basename, join } from 'node:path';

/** Takes a data folder for this process alone, until the returned function lets it go; refused while another living process holds it. */
export function holdFolder(dataDir: string): () => void {
  const file = join(dataDir, 'postgres.lock');
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const handle = openSync(file, 'wx', 0o644);
      writeSync(handle, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }));
      closeSync(handle);
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    // the birth tells a living holder from a stranger that was given the same number later
    if (holder !== null && bornAt(holder.pid) === holder.born) {
      throw new Error(
        `The database in ${dataDir} is in use by another run of Homeward (process ${holder.pid}). Stop that one first (Ctrl-C where it runs), ` +
          'or give this one its own folder and port, for example: DATA_DIR=.data/second PORT=3100 npm start',
      );
    }
    rmSync(file, { force: true });
  }
  throw new Error(`The lock file ${file} cannot be taken: another start is under way. Try again in a moment.`);
}

function readHolder(file: string): { pid: number; born: string } | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { pid: number; born: string };
  } catch {
    return null;
  }
}

/** When a process began, as its system tells it; null when no such process lives. */
function bornAt(pid: number): string | null {
  try {
    if (platform() === 'linux') {
      // after the name in brackets come the state (the 3rd field) … and the start time (the 22nd); Z is dead and not yet buried
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return fields[0] === 'Z' ? null : (fields[19] ?? null);
    }
    if (platform() !== 'win32') return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return null;
  }
}

/** Whether a process lives. */
export function isAlive(pid: number): boolean {
  return bornAt(pid) !== null;
}

/** What PostgreSQL itself wrote down about the server that has a folder open. */
export function readPidFile(serverFolder: string): { pid: number; isReady: boolean } | null {
  try {
    const lines = readFileSync(join(serverFolder, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), isReady: lines[7]?.startsWith('ready') ?? false };
  } catch {
    return null;
  }
}

/** Whether a server is running on this folder, left over from a run that could not stop it. */
export function isServerRunning(serverFolder: string): boolean {
  const found = readPidFile(serverFolder);
  if (!found || !isAlive(found.pid)) return false;
  if (platform() !== 'linux') return true;
  const words = commandLine(found.pid);
  return basename(words[0] ?? '').startsWith('postgres') && words.includes(serverFolder);
}

/**
 * After a crash the number in postmaster.pid may by now belong to a stranger, and PostgreSQL would refuse to start.
 * The file stays, for the shared memory it names is checked as well; only the number becomes one that no process can have.
 */
export function disownPidFile(serverFolder: string): void {
  const file = join(serverFolder, 'postmaster.pid');
  if (platform() !== 'linux' || !existsSync(file)) return;
  const rest = readFileSync(file, 'utf8').split('\n').slice(1);
  writeFileSync(file, [String(2 ** 22 + 1), ...rest].join('\n'));
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
