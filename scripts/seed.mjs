// "npm run seed -- --cases N": fills an empty installation with invented people, in any number. Not while it runs: "npm start" holds the database.
import './pinned-node.mjs';
import { startEmbeddedDatabase } from '../dist/src/platform/embedded-database.js';
import { startChild } from './children.mjs';
import { dataDir, givenDatabase, sharedEnvironment } from './settings.mjs';

let running = null;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true;
    void running?.end();
  });
}

const given = givenDatabase();
const database = given === null ? await startEmbeddedDatabase({ dataDir, onLog: console.log }) : null;
const addresses = given ?? { DATABASE_URL: database.url, MIGRATION_DATABASE_URL: database.url };
try {
  process.exitCode = 1;
  if ((await run('schema', 'scripts/migrate.js', [])) === 0) process.exitCode = await run('data', 'scripts/seed.js', process.argv.slice(2));
} finally {
  await database?.stop();
}

/** Runs one step, and tells how it ended. */
async function run(name, script, args) {
  if (stopping) return 1;
  running = startChild(name, script, { args, env: { ...sharedEnvironment(), ...addresses } });
  const how = await running.ended;
  return typeof how === 'number' ? how : 1;
}
