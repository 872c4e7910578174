// The processes that "npm start" looks after: starting them, passing on what they say, ending them.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const scripts = dirname(fileURLToPath(import.meta.url));
const endWithStarter = pathToFileURL(join(scripts, 'end-with-starter.mjs')).href;
const patience = 30_000;
const levels = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** Starts one built script; `ended` tells how it ended: an exit code, or the signal that killed it. */
export function startChild(name, script, { args = [], env }) {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', `--import=${endWithStarter}`, join(scripts, '..', 'dist', script), ...args],
    {
      env,
      // its own process group: Ctrl-C reaches only the starter, which then ends everything in the right order
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(6)} | ${readable(line)}`));
  }
  const ended = new Promise((end) => {
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? code));
  });
  return { ended, end: () => endChild(child, ended) };
}

/** Asks a process to stop, gives it time for what it is in the middle of, then insists. */
async function endChild(child, ended) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), patience);
  await ended;
  clearTimeout(timer);
}

/** A line of structured log as a person reads it; any other line as it is. */
function readable(line) {
  if (!line.startsWith('{')) return line;
  try {
    const { level, time, msg = '', ...rest } = JSON.parse(line);
    const details = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const at = time === undefined ? '' : new Date(time).toISOString().slice(11, 19);
    return [at, (levels[level] ?? String(level ?? '')).padEnd(5), msg, ...details].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}
