// "npm run first-admin": makes the first administrator of an installation, while it runs or before it does.
import './pinned-node.mjs';
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOfRunning, startEmbeddedDatabase } from '../dist/src/platform/embedded-database.js';
import { dataDir, givenDatabase, sharedEnvironment } from './settings.mjs';

const scripts = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'scripts');
const given = givenDatabase() ?? here(addressOfRunning(dataDir));
// the embedded server of an installation that does not run yet is started for this alone
const own = given === null ? await startEmbeddedDatabase({ dataDir, onLog: console.log }) : null;
const env = { ...sharedEnvironment(), ...(given ?? here(own.url)) };
try {
  process.exitCode = (await run('migrate.js', [])) || (await run('first-admin.js', process.argv.slice(2)));
} finally {
  await own?.stop();
}

function here(url) {
  return url && { DATABASE_URL: url, MIGRATION_DATABASE_URL: url };
}

/** Runs one step at the terminal of whoever gave the command: it may have to ask something. */
function run(script, args) {
  const child = spawn(process.execPath, ['--enable-source-maps', join(scripts, script), ...args], { env, stdio: 'inherit' });
  return new Promise((end) => child.once('error', () => end(1)).once('exit', (code) => end(code ?? 1)));
}
