// "npm start": the whole system on this machine, from its database to the address a person opens; Ctrl-C ends all of it.
import './pinned-node.mjs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../dist/src/platform/config.js';
import { startEmbeddedDatabase } from '../dist/src/platform/embedded-database.js';
import { startChild } from './children.mjs';
import { dataDir, givenDatabase, mode, ownAddress, refuseTakenPort, sharedEnvironment } from './settings.mjs';
import { welcome } from './welcome.mjs';

const running = new Set();
let database = null;
let stopping = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // npm passes on a signal that the terminal has sent already, so a second one must mean nothing new
  process.on(signal, () => stop(0, 'Stopping …'));
}
// who stops npm ends the shell between it and us, and nobody tells us
const parent = process.ppid;
if (process.env.npm_lifecycle_event === 'start')
  setInterval(() => process.ppid === parent || stop(0, 'npm has ended: stopping …'), 250).unref();
process.on('uncaughtException', (error) => stop(1, error.stack));

start().catch((error) => stop(1, error.message));

async function start() {
  const startedAt = performance.now();
  const shared = sharedEnvironment();
  // whatever is wrong with the settings is told before anything is started
  readConfig({ DATABASE_URL: 'postgres://one-of-our-own', ...shared });
  await refuseTakenPort();
  const addresses = givenDatabase() ?? (await ownDatabase());

  await finish('schema', 'scripts/migrate.js', [], { ...shared, ...addresses });
  if (mode === 'demonstration') await finish('data', 'scripts/seed.js', ['--once'], { ...shared, ...addresses });

  // who answers people never holds the key of who may change the tables
  const served = { ...shared, DATABASE_URL: withoutCredentials(addresses.DATABASE_URL) };
  delete served.MIGRATION_DATABASE_URL;
  const api = begin('api', 'src/main.js', [], served);
  void api.ended.then((how) => stop(1, `The API ended (${told(how)}); what it said stands above.`));
  void keepWorker(served);
  await untilReady();
  if (!stopping) console.log(welcome(performance.now() - startedAt));
}

async function ownDatabase() {
  database = startEmbeddedDatabase({ dataDir, onLog: console.log });
  const { url, ended } = await database;
  void ended.then(() => stop(1, `The database ended by itself; its log is ${join(dataDir, 'postgres.log')}.`));
  return { DATABASE_URL: url, MIGRATION_DATABASE_URL: url };
}

function withoutCredentials(address) {
  const url = new URL(address);
  url.username = url.password = '';
  return url.href;
}

/** Starts a process that will be ended with all the others. */
function begin(name, script, args, env) {
  const child = startChild(name, script, { args, env });
  running.add(child);
  void child.ended.then(() => running.delete(child));
  return child;
}

/** Runs a step that must succeed before the next one. */
async function finish(name, script, args, env) {
  if (stopping) await stopping;
  const how = await begin(name, script, args, env).ended;
  if (stopping) await stopping;
  if (how !== 0) throw new Error(`The step "${name}" failed (${told(how)}); what it said stands above.`);
}

/** Promised work must go on: a worker that dies is started again, more slowly each time. */
async function keepWorker(env) {
  let pause = 1;
  while (!stopping) {
    const startedAt = performance.now();
    const how = await begin('worker', 'src/worker.js', [], env).ended;
    if (stopping) return;
    if (performance.now() - startedAt > 60_000) pause = 1;
    console.log(`The worker ended (${told(how)}); starting it again in ${pause} s.`);
    await wait(pause * 1000);
    pause = Math.min(pause * 2, 30);
  }
}

async function untilReady() {
  const giveUpAt = performance.now() + 120_000;
  const ask = async () => (await fetch(`${ownAddress()}/health/ready`)).status === 200;
  while (!stopping && !(await ask().catch(() => false))) {
    if (performance.now() > giveUpAt) throw new Error('The API did not become ready within two minutes; what it said stands above.');
    await wait(100);
  }
}

function told(how) {
  return typeof how === 'number' ? `exit code ${how}` : how;
}

/** Ends people's requests and promised work first, the database last. */
function stop(exitCode, words) {
  stopping ??= (async () => {
    console[exitCode === 0 ? 'log' : 'error'](`\n${words}`);
    await Promise.all([...running].map((child) => child.end()));
    await database?.then(
      (server) => server.stop(),
      () => {},
    );
    if (exitCode === 0) console.log('Stopped.');
    process.exit(exitCode);
  })();
}
