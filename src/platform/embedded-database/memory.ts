import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

/** What an installation remembers of its own database between two starts. */
export interface Memory {
  readonly password: string;
  readonly port: number | null;
}

/** Reads what is remembered; the password of the superuser is drawn once, at the first start. */
export function recall(dataDir: string, serverFolder: string): Memory {
  const file = join(dataDir, 'postgres.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Memory;
  if (existsSync(serverFolder)) {
    throw new Error(
      `${file} is missing, so the database in ${serverFolder} cannot be opened: bring the file back, or move the folder away to start anew.`,
    );
  }
  return remember(dataDir, { password: randomBytes(24).toString('base64url'), port: null });
}

/** Writes it down in one step, readable by nobody else. */
export function remember(dataDir: string, memory: Memory): Memory {
  const file = join(dataDir, 'postgres.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return memory;
}

/** The remembered port while nobody else has taken it, else one that is free now. */
export async function choosePort(remembered: number | null): Promise<number> {
  if (remembered !== null && (await listenOn(remembered)) !== null) return remembered;
  const free = await listenOn(0);
  if (free === null) throw new Error('No free port on 127.0.0.1 for the database.');
  return free;
}

function listenOn(port: number): Promise<number | null> {
  return new Promise((answer) => {
    const server = createServer();
    server.once('error', () => answer(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const taken = (server.address() as AddressInfo).port;
      server.close(() => answer(taken));
    });
  });
}
