// "npm test": every check there is, to the end; the last line says "N passed, N failed".
import './pinned-node.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { notRun } from './test-tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const checks = ['lint', 'types', 'floors'];
const tally = { passed: 0, failed: 0, troubles: [] };

let database = null;
let running = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void giveUp());

for (const check of checks) {
  const status = await npm(check, []);
  if (status === 0) tally.passed += 1;
  else fail(1, `${check} (npm run ${check})`);
}
await runTests();
report();

async function runTests() {
  // loaded only now: the sources are TypeScript, which only the pinned Node reads
  const { startTemporaryDatabase } = await import('./temporary-database.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'homeward-test-'));
  const outputFile = join(folder, 'results.json');
  try {
    database = startTemporaryDatabase();
    const { url } = await database;
    const status = await npm('jest', ['--json', `--outputFile=${outputFile}`], { TEST_DATABASE_URL: url });
    count(existsSync(outputFile) ? JSON.parse(readFileSync(outputFile, 'utf8')) : null, status);
  } catch (error) {
    fail(1, `the database for the tests: ${error.message}`);
  } finally {
    await stopDatabase();
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(results, status) {
  if (results === null) return fail(1, `jest ended without results (exit code ${status})`);
  tally.passed += results.numPassedTests;
  for (const suite of results.testResults) {
    const failures = suite.assertionResults.filter((test) => test.status === 'failed');
    for (const test of failures) fail(1, `${suite.name.slice(root.length + 1)}: ${test.fullName}`);
    if (suite.status === 'failed' && failures.length === 0) fail(1, `${suite.name.slice(root.length + 1)} could not run`);
  }
  // a test that is skipped proves nothing, and would stay so unseen
  const skipped = results.numPendingTests + results.numTodoTests;
  if (skipped > 0) fail(skipped, `${skipped} skipped or unwritten ${skipped === 1 ? 'test' : 'tests'}`);
  if (results.numTotalTests === 0) fail(1, 'jest found no test');
  else if (status !== 0 && results.success) fail(1, `jest ended with exit code ${status}, though every test passed`);
}

function report() {
  const missing = notRun();
  if (process.env.CI === 'true') for (const line of missing) fail(1, line);
  if (tally.troubles.length > 0) console.log(`\nFailed:\n${tally.troubles.map((trouble) => `  ${trouble}`).join('\n')}`);
  console.log(['', ...missing, `${tally.passed} passed, ${tally.failed} failed`].join('\n'));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}

function fail(howMany, trouble) {
  tally.failed += howMany;
  tally.troubles.push(trouble);
}

/** Runs one npm script to its end, its output passed through, and tells its exit code. */
async function npm(script, args, environment = {}) {
  const startedAt = performance.now();
  console.log(`\n── ${script}`);
  const { npm_execpath: npmScript, npm_node_execpath: node } = process.env;
  const isKnown = npmScript !== undefined && /npm-cli\.c?js$/.test(npmScript);
  const [program, first] = isKnown ? [node ?? process.execPath, [npmScript]] : ['npm', []];
  running = spawn(program, [...first, 'run', '--silent', script, '--', ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'inherit',
  });
  const status = await new Promise((end) => {
    running.once('error', () => end(1));
    running.once('exit', (code, signal) => end(code ?? signal));
  });
  console.log(`── ${script}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return status;
}

async function stopDatabase() {
  await database?.then(
    ({ stop }) => stop(),
    () => {},
  );
  database = null;
}

async function giveUp() {
  running?.kill('SIGTERM');
  await stopDatabase();
  process.exit(1);
}
