// What "npm start" reads from its environment, and what it finds or makes where nothing was given.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

const { env } = process;

export const mode = env.HOMEWARD_MODE ?? (env.NODE_ENV === 'production' ? 'production' : 'demonstration');
export const host = env.HOST ?? '127.0.0.1';
export const port = Number(env.PORT ?? 3000);
export const dataDir = resolve(env.DATA_DIR ?? '.data');
export const address = env.PUBLIC_URL ?? `http://localhost:${port}`;

/** What every process of the system is told. */
export function sharedEnvironment() {
  mkdirSync(dataDir, { recursive: true });
  return { ...env, HOMEWARD_MODE: mode, HOST: host, PORT: String(port), DATA_DIR: dataDir, HOMEWARD_SECRET: secret() };
}

/** The installation's secret: given, or drawn once where nothing real is at stake. */
function secret() {
  if (env.HOMEWARD_SECRET) return env.HOMEWARD_SECRET;
  if (mode === 'production') {
    throw new Error('In production, set HOMEWARD_SECRET (at least 32 random characters, for example from "openssl rand -hex 32").');
  }
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

/** The operator's database server, if one is named; null asks for one of our own. */
export function givenDatabase() {
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = env;
  if (DATABASE_URL) return { DATABASE_URL, MIGRATION_DATABASE_URL: MIGRATION_DATABASE_URL || DATABASE_URL };
  if (MIGRATION_DATABASE_URL) {
    throw new Error('MIGRATION_DATABASE_URL is set and DATABASE_URL is not: set both, or neither for the embedded database.');
  }
  return null;
}

/** Says at once, in plain words, that nobody could reach us on this port. */
export async function refuseTakenPort() {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`PORT must be a number from 1 to 65535, and is "${env.PORT}".`);
  const code = await new Promise((answer) => {
    const trial = createServer().once('error', (error) => answer(error.code));
    trial.listen({ port, host, exclusive: true }, () => trial.close(() => answer(null)));
  });
  if (code === 'EADDRINUSE') {
    const second = `PORT=${port + 1} DATA_DIR=.data/second npm start`;
    throw new Error(`Port ${port} is taken: Homeward may be running already, see ${address}. To run a second one beside it: ${second}`);
  }
  if (code) throw new Error(`Cannot listen on ${host}, port ${port} (${code}). Choose others with HOST and PORT.`);
}

/** How this machine itself reaches the API, whatever it listens on. */
export function ownAddress() {
  return `http://${{ '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }[host] ?? host}:${port}`;
}
