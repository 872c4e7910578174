import { execFile } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenHouse, soundHouse, type House } from './support/small-houses.ts';

interface Floors {
  readonly ROOMS: readonly { path: string; name: string; floor: number; door: string | null }[];
  readonly ROOF: readonly string[];
}
interface Cruise {
  readonly summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
}

const require = createRequire(import.meta.url);
const { ROOMS, ROOF } = require('../floors.cjs') as Floors;
const run = promisify(execFile);

/** The violations in the house that stands at `root`, as `rule: from -> to`; and how many files were looked at. */
async function look(root: string, ...folders: string[]): Promise<{ violations: string[]; files: number }> {
  const standing = folders.filter((folder) => existsSync(join(root, folder)));
  const options = ['--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json'];
  // the count of violations is the exit code, and the JSON says it too
  const { stdout } = await run(
    process.execPath,
    [resolve('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs'), ...standing, ...options],
    {
      cwd: root,
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const { summary } = JSON.parse(stdout) as Cruise;
  const short = (path: string) => path.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+).*$/, '$1');
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${short(to)}`);
  return { violations: violations.sort(), files: summary.totalCruised };
}

/** Writes a small house to a folder of its own. */
function build(house: House): string {
  const root = mkdtempSync(join(tmpdir(), 'homeward-house-'));
  for (const [path, lines] of Object.entries(house)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), lines);
  }
  cpSync('package.json', join(root, 'package.json'));
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'), 'junction');
  return root;
}

const drawMap = (root: string, ...options: string[]) => run(process.execPath, [resolve('scripts/map.mjs'), ...options], { cwd: root });

describe('The list of floors', () => {
  const floorOf = (name: string) => ROOMS.find((room) => room.name === name)!.floor;

  it.each([
    ['kernel', 'platform'],
    ['platform', 'access'],
    ['access', 'identity'],
    ['identity', 'cases'],
    ['cases', 'consent'],
    ['consent', 'assessments'],
    ['assessments', 'plans'],
    ['plans', 'referrals'],
    ['referrals', 'deliveries'],
    ['deliveries', 'follow-ups'],
    ['follow-ups', 'notifications'],
    ['notifications', 'reporting'],
    ['reporting', 'policy'],
  ])('has %s below %s', (lower, upper) => {
    expect(floorOf(lower)).toBeLessThan(floorOf(upper));
  });

  it('names every room once', () => {
    expect(new Set(ROOMS.map((room) => room.path)).size).toBe(ROOMS.length);
  });
});

describe('A broken house', () => {
  let root: string;
  let found: string[];
  beforeAll(async () => {
    root = build(brokenHouse.files);
    found = (await look(root, 'src', 'migrations', 'scripts')).violations;
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.each(brokenHouse.faults)('%s', (_why, fault) => {
    expect(found).toContain(fault);
  });

  it('breaks every rule there is', () => {
    const { forbidden } = require('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] };
    const broken = new Set(brokenHouse.faults.map(([, fault]) => fault.split(':')[0]));
    expect(forbidden.filter(({ name }) => !broken.has(name))).toEqual([]);
  });

  it('shows nothing but its faults', () => {
    expect(found).toEqual(brokenHouse.faults.map(([, fault]) => fault).sort());
  });
});

describe('A sound house', () => {
  let root: string;
  beforeAll(() => {
    root = build(soundHouse);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('shows no fault', async () => {
    expect((await look(root, 'src', 'migrations', 'scripts')).violations).toEqual([]);
  });

  it('gets a map that says what each room is for and who asks whom, and knows when it is stale', async () => {
    await expect(drawMap(root, '--check')).rejects.toMatchObject({ code: 1 });
    await drawMap(root);
    await drawMap(root, '--check');
    const map = readFileSync(join(root, 'docs/map.md'), 'utf8');
    expect(map).toContain("| `src/modules/cases` | The case: one person's way home. |");
    expect(map).toContain('| `src/modules/referrals` | Asking another agency to help. |');
    expect(map).toContain('| `src/modules/consent` | *not built yet: its floor is kept* |');
    expect(map.match(/\w+ --> \w+/g)).toEqual([
      'policy --> referrals',
      'policy --> cases',
      'referrals --> cases',
      'access --> platform',
      'platform --> kernel',
    ]);
    writeFileSync(join(root, 'src/modules/referrals/index.ts'), '/** Nobody is asked any more. */\n');
    await expect(drawMap(root, '--check')).rejects.toMatchObject({ code: 1 });
  });
});

describe('This house', () => {
  it('keeps to its floors', async () => {
    const { violations, files } = await look('.', 'src', 'migrations', 'scripts');
    expect(violations).toEqual([]);
    expect(files).toBeGreaterThan(0);
  });

  it('has every file of src in a room or on the roof', () => {
    const files = globSync('src/**/*').filter((path) => /\.[a-z]+$/.test(path));
    const isPlaced = (path: string) => ROOF.includes(path) || ROOMS.some((room) => path.startsWith(`${room.path}/`));
    expect(files.filter((path) => !isPlaced(path))).toEqual([]);
  });

  it('has a door to every room that has files', () => {
    const built = ROOMS.filter((room) => room.door !== null && existsSync(room.path));
    expect(built.filter((room) => !existsSync(room.door!)).map((room) => room.path)).toEqual([]);
  });

  it('names its files in kebab-case', () => {
    const files = globSync('{src,migrations,scripts,test,tools}/**/*.{ts,mjs,cjs}').map((path) => basename(path));
    expect(files.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/.test(name))).toEqual([]);
  });

  it('has a fresh map, on which every room says what it is for', async () => {
    await drawMap('.', '--check');
    expect(readFileSync('docs/map.md', 'utf8')).not.toContain('says nowhere');
  });
});
