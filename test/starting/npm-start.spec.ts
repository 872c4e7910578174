import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressOfRunning } from '../../src/platform/embedded-database.ts';
import { roles } from '../../src/policy/index.ts';
import { built } from '../support/built.ts';
import { aDataFolder, ask, isAlive, removeAll } from '../support/embedded-servers.ts';
import { freePort } from '../support/processes.ts';
import { npm, npmStart, type Installation } from '../support/terminal.ts';

const [dataDir, otherDir] = [aDataFolder(), aDataFolder()];
const started: Installation[] = [];
let system: Installation;

async function start(folder: string): Promise<Installation> {
  const installation = await npmStart({ DATA_DIR: folder });
  started.push(installation);
  return installation;
}
beforeAll(async () => {
  await built();
  system = await start(dataDir);
}, 240_000);
afterAll(async () => {
  await Promise.all(started.map((each) => each.ctrlC()));
  await removeAll();
}, 60_000);

const post = (url: string, body: object): Promise<Response> =>
  fetch(system.address + url, {
    method: 'POST',
    headers: { 'x-homeward': '1', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const isReady = async ({ address }: Installation): Promise<boolean> => (await fetch(`${address}/health/ready`)).status === 200;

/** Puts the clock back to the noon that was last: what is due by then is done, and nothing falls due while a test runs. */
async function toNoon(): Promise<void> {
  const noon = new Date();
  noon.setUTCHours(7, 0, 0, 0);
  if (noon > new Date()) noon.setUTCDate(noon.getUTCDate() - 1);
  expect((await post('/demo/clock', { at: noon.toISOString() })).status).toBe(200);
}

/** One line for every table: its name, how many rows it has, and one word for all that stands in them. */
async function everyRow(): Promise<string[]> {
  const url = addressOfRunning(dataDir)!;
  const tables = await ask(
    url,
    // what the worker does to its own alarms and to promises long kept, and what it measures, is not the start's doing
    `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r'
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'bullmq') AND c.oid <> ALL (ARRAY['platform.outbox', 'gauge']::regclass[]) ORDER BY 1`,
  );
  const lookAt = (table: string): string =>
    `SELECT concat_ws(' ', '${table}', count(*), md5(string_agg(r::text, E'\\n' ORDER BY r::text))) FROM ${table} r`;
  return (await ask(url, tables.map((table) => lookAt(String(table))).join(' UNION ALL '))).map(String);
}

describe('The first npm start', () => {
  let accounts: { role: string; login: string; password: string }[];

  it('says where to go, where the API is described, and an account of every role', async () => {
    expect(system.said()).toMatch(`Address            ${system.address}\n`);
    const [, page = ''] = /API documentation {2}(\S+)\n/.exec(system.said()) ?? [];
    const described = await fetch(page);
    expect([described.status, described.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);

    accounts = [...system.said().matchAll(/^ {4}(\S+) +(\S+@\S+) +(\S.*?)(?: {2}.*)?$/gm)].map(
      ([, role = '', login = '', password = '']) => ({
        role,
        login,
        password,
      }),
    );
    const held = roles.filter(({ persona }) => persona !== 'p_system' && persona !== 'p_guest').map(({ name }) => name);
    expect([...new Set(accounts.map(({ role }) => role))].sort()).toEqual([...held].sort());
  });

  it('leaves a system that is ready, and that a printed account opens', async () => {
    expect(await isReady(system)).toBe(true);
    const { role, login, password } = accounts[0]!;
    const session = await post('/session', { login, password });
    expect([session.status, await session.json()]).toMatchObject([201, { role }]);
  });

  it('draws a secret that only the owner of the folder can read', () => {
    const file = join(dataDir, 'secret');
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  });

  it('keeps its port and its folder to itself: whoever wants them too learns what to do', async () => {
    const [samePort, sameFolder] = [
      npm(['start'], { PORT: system.port, DATA_DIR: aDataFolder() }),
      npm(['start'], { PORT: String(await freePort()), DATA_DIR: dataDir }),
    ];
    await Promise.all([samePort.ended, sameFolder.ended]);
    expect(samePort.said()).toContain(
      `Port ${system.port} is taken: Homeward may be running already, see ${system.address}. ` +
        `To run a second one beside it: PORT=${Number(system.port) + 1} DATA_DIR=.data/second npm start`,
    );
    expect(sameFolder.said()).toContain('is in use by another run of Homeward');
    expect(await isReady(system)).toBe(true);
  });
});

describe('A second npm start, after Ctrl-C,', () => {
  let before: { rows: string[]; secret: string };

  it('finds that Ctrl-C ended every process: API, worker and database', async () => {
    await toNoon();
    before = { rows: await everyRow(), secret: readFileSync(join(dataDir, 'secret'), 'utf8') };
    const all = system.processes();
    for (const part of ['dist/src/main.js', 'dist/src/worker.js', `postgres -D ${dataDir}/postgres`])
      expect([part, all.filter(({ words }) => words.includes(part)).length]).toEqual([part, 1]);
    await system.ctrlC();
    expect(system.said()).toMatch(/\nStopping …\n[^]*Stopped\.\n$/);
    expect(all.filter(({ pid }) => isAlive(pid))).toEqual([]);
    expect(addressOfRunning(dataDir)).toBeNull();
  }, 60_000);

  it('says that there is nothing to do, and changes no row and no secret; a copy of the folder runs beside it', async () => {
    execFileSync('cp', ['-a', dataDir, otherDir]);
    const [again, beside] = await Promise.all([start(dataDir), start(otherDir)]);
    for (const installation of [again, beside]) {
      expect(installation.said()).toContain('The database is up to date.');
      expect(installation.said()).not.toMatch(/Creating|Migrated|Loaded/);
      expect(await isReady(installation)).toBe(true);
    }
    expect({ rows: await everyRow(), secret: readFileSync(join(dataDir, 'secret'), 'utf8') }).toEqual(before);
    expect(before.rows).toContainEqual(expect.stringMatching(/^case_core 146 /));

    expect(addressOfRunning(otherDir)).not.toBe(addressOfRunning(dataDir));
    await again.ctrlC();
    expect(await isReady(beside)).toBe(true);
  }, 60_000);
});
