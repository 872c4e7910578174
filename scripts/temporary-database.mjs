// A PostgreSQL server for one run of the tests, in a folder that goes away with it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedDatabase } from '../src/platform/embedded-database.ts';
import { isAlive, isServerRunning, readPidFile } from '../src/platform/embedded-database/traces.ts';

const dataDir = join(dirname(dirname(fileURLToPath(import.meta.url))), '.data');

/** Starts it; `stop` ends it and removes its folder. */
export async function startTemporaryDatabase() {
  await sweep();
  const folder = join(dataDir, `test-${process.pid}`);
  const { url, stop } = await startEmbeddedDatabase({ dataDir: folder, isDurable: false });
  return { url, stop: () => stop().finally(() => rmSync(folder, { recursive: true, force: true })) };
}

/** Removes what runs left behind that were killed before they could tidy up. */
async function sweep() {
  const folders = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => /^test-\d+$/.test(name)) : [];
  for (const name of folders.filter((each) => !isAlive(Number(each.slice('test-'.length))))) {
    const serverFolder = join(dataDir, name, 'postgres');
    if (isServerRunning(serverFolder)) process.kill(readPidFile(serverFolder).pid, 'SIGQUIT');
    while (isServerRunning(serverFolder)) await wait(50);
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
