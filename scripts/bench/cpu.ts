import { readdirSync, readFileSync } from 'node:fs';

/** How long one tick in the stat files of /proc is. Linux counts a hundred to the second wherever user programs look. */
const tickMilliseconds = 10;

interface Status {
  readonly parent: number;
  readonly own: number;
  /** What its children had used that have ended. */
  readonly ofEnded: number;
}

/** CPU milliseconds a process has used so far: all its threads, to the nanosecond where the kernel tells, else to the tick. */
export function cpuOf(pid: number): number {
  const threads = names(`/proc/${pid}/task`).map((thread) => text(`/proc/${pid}/task/${thread}/schedstat`));
  if (threads.length === 0 || threads.some((each) => each === '')) return statusOf(pid)?.own ?? 0;
  return threads.reduce((sum, each) => sum + Number(each.split(' ')[0]) / 1e6, 0);
}

/** CPU milliseconds of a process and all its children, the ended ones too: of PostgreSQL, everything. */
export function cpuOfFamily(pid: number): number {
  const children = names('/proc')
    .filter((name) => /^\d+$/.test(name) && statusOf(Number(name))?.parent === pid)
    .map(Number);
  return [pid, ...children].reduce((sum, each) => sum + cpuOf(each), statusOf(pid)?.ofEnded ?? 0);
}

/** The process that started this one. */
export function parentOf(pid: number): number {
  const status = statusOf(pid);
  if (status === null) throw new Error('CPU time is read from /proc, which this machine does not have: the bench needs Linux.');
  return status.parent;
}

function statusOf(pid: number): Status | null {
  const stat = text(`/proc/${pid}/stat`);
  if (stat === '') return null;
  // the name stands in brackets and may hold anything, so the numbers are counted from behind it
  const [, parent, , , , , , , , , , user = 0, system = 0, endedUser = 0, endedSystem = 0] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: parent ?? 0, own: (user + system) * tickMilliseconds, ofEnded: (endedUser + endedSystem) * tickMilliseconds };
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A file of /proc; empty when the process or thread ended while we looked. */
function text(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
