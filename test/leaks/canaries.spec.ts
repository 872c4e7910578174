import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { RecordType } from '../../src/access/record.ts';
import { Promises } from '../../src/platform/jobs/promises.ts';
import { Log } from '../../src/platform/log.ts';
import { openHouse } from '../support/app.ts';
import { rowsOf } from '../support/leaks-api.ts';
import type { Canary, Values } from '../support/leaks-rows.ts';
import { records, signingRoles, Watched, type Asker } from '../support/leaks-world.ts';
import { World } from '../support/world.ts';

const house = openHouse();
let watched: Watched;
const lines: string[] = [];
beforeAll(async () => {
  // The house's own log, at the level of the field, into our hands.
  const log: object = house.app.get(Log, { strict: false });
  (log as { logger: unknown }).logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) });
  watched = await Watched.settle(house, 1);
}, 60_000);

/** A token of ours, or an id: whatever can be a canary. */
const tokens = /CNRY\d+X[0-9a-f]{8}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every token that some GET route tells somebody: in bodies and headers, also about rows that are not theirs. */
async function crawl(asker: Asker): Promise<ReadonlySet<string>> {
  const told: string[] = [];
  const hear = async (url: string): Promise<string | null> => {
    const reply = await asker.get(url);
    told.push(reply.text, JSON.stringify(reply.headers));
    return (reply.body?.next as string | undefined) ?? null;
  };
  for (const route of watched.api.routes.filter(({ method }) => method === 'get')) {
    const { path } = route;
    const wholly = async (list: string): Promise<void> => {
      for (let next: string | null = '', n = 0; next !== null && n < 50; n++)
        next = await hear(`${list}?limit=100${next === '' ? '' : `&after=${next}`}`);
    };
    if (!path.includes('{')) {
      for (let next: string | null = '', n = 0; next !== null && n < 50; n++)
        next = await hear(next === '' ? path : `${path}?limit=100&after=${next}`);
      continue;
    }
    const of = records.find(({ name }) => name === rowsOf(watched.api, route));
    const rows = of === undefined ? [] : [...watched.seenBy(asker, of), ...watched.unseenBy(asker, of).slice(0, 5)];
    for (const row of rows) {
      const url = path.replace(/\{\w+\}/, row.id as string);
      if (path.endsWith('}')) await hear(url);
      else await wholly(url);
    }
  }
  return new Set(told.join('\n').match(tokens));
}

/** The row of a record by its id, looked up as often as there are canaries. */
function rowOf(record: RecordType, id: string): Values | undefined {
  const known = rowsById.get(record.name) ?? new Map((watched.rows.get(record.name) ?? []).map((row) => [row.id as string, row]));
  rowsById.set(record.name, known);
  return known.get(id);
}
const rowsById = new Map<string, ReadonlyMap<string, Values>>();

/** Whether somebody may read the value of a canary, in any record that shows its column. */
function mayRead(asker: Asker, { table, column, key }: Canary): boolean {
  return records.some((record) => {
    const index = record.tables.findIndex(({ name }) => name === table);
    const field = [...record.fields.values()].find((each) => each.table === index && each.column === column);
    if (field === undefined) return false;
    const row = rowOf(record, key);
    return row !== undefined && asker.may(record, row, field.name) && watched.listsFor(asker, record).length > 0;
  });
}

describe('A value planted in every field of every record', () => {
  it('is told to whoever may read it, and to nobody else', async () => {
    const faults: string[] = [];
    const count = { canaries: watched.planter.canaries.length, mayRead: 0, mayNot: 0 };
    for (const role of signingRoles) {
      const asker = watched.asker(role);
      const told = await crawl(asker);
      for (const canary of watched.planter.canaries) {
        const [may, knows] = [mayRead(asker, canary), told.has(canary.token)];
        if (may) count.mayRead += 1;
        else count.mayNot += 1;
        if (may !== knows) faults.push(`${role.name} ${may ? 'is not told' : 'is told'} ${canary.table}.${canary.column}`);
      }
    }
    process.stdout.write(`leaks, canaries: ${JSON.stringify(count)}\n`);
    expect([...new Set(faults)].slice(0, 10)).toEqual([]);
    expect(count.mayRead).toBeGreaterThan(100);
    expect(count.mayNot).toBeGreaterThan(1_000);
  }, 180_000);

  it('stands in no line of the log, which holds ids and routes only', () => {
    const tokens = watched.planter.canaries.map(({ token }) => token).filter((token) => token.startsWith('CNRY'));
    const log = lines.join('');
    expect(lines.length).toBeGreaterThan(300);
    expect(tokens.filter((token) => log.includes(token))).toEqual([]);
    const known = new Set([
      'level',
      'time',
      'msg',
      'requestId',
      'method',
      'route',
      'status',
      'milliseconds',
      'actorId',
      'role',
      'kind',
      'code',
      'at',
      'count',
    ]);
    const keys = new Set(lines.flatMap((line) => Object.keys(JSON.parse(line) as object)));
    expect([...keys].filter((key) => !known.has(key))).toEqual([]);
    expect(lines.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('stands in no table but those of its record: not in the access log, the outbox, the queue or among remembered keys', async () => {
    const own = new Set([
      ...records.flatMap(({ tables }) => tables.map(({ name }) => name)),
      ...watched.planter.canaries.map(({ table }) => table),
    ]);
    let looked = 0;
    for (const table of watched.planter.everything().keys()) {
      if (own.has(table)) continue;
      const rows = await house.rows<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      looked += rows.length;
      const text = rows.map(({ row }) => row).join('\n');
      expect(`${table} ${/CNRY\d+X[0-9a-f]+/.exec(text)?.[0] ?? 'holds none'}`).toBe(`${table} holds none`);
    }
    expect(looked).toBeGreaterThan(300);
  });

  it('goes out in no mail, and no notification (L14)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'homeward-mail-'));
    (house.config as { dataDir: string }).dataDir = folder;
    const world = new World(house);
    const worker = await world.someone('social-worker');
    const supervisor = await world.someone('supervisor', worker);
    const { id, code } = await world.aCase(worker, { district: 'CNRYdistrict' });
    await worker.post(`/cases/${id}/notes`, { note: 'CNRYnote' });
    const promises = house.app.get(Promises, { strict: false });
    for (const on of ['2026-03-08T12:00:00Z', '2026-03-11T12:00:00Z', '2026-03-20T12:00:00Z', '2026-04-20T12:00:00Z']) {
      await house.clock.moveTo(new Date(on));
      // A reminder promises that its mail is gathered, which promises that it is sent; at noon both are due at once.
      for (let round = 0; round < 3; round++) for (const promised of await promises.claimDue()) await promises.keep(promised);
    }
    const mails = readdirSync(join(folder, 'mail')).map((name) => readFileSync(join(folder, 'mail', name), 'utf8'));
    rmSync(folder, { recursive: true });
    const told = [await worker.get('/notifications?limit=100'), await supervisor.get('/notifications?limit=100')].map(({ text }) => text);
    expect(mails.length).toBeGreaterThan(2);
    expect(told.every((text) => text.includes('"kind"'))).toBe(true);
    for (const text of [...mails, ...told])
      for (const secret of ['CNRY', code, id, 'TJ-SU', '2015-Q3', 'female']) expect(text).not.toContain(secret);
  });

  it('is not told about by asking again what was refused: nothing of a value is echoed that was not sent', async () => {
    // A search for a canary names it in the address; the answer may not repeat the value, only the field.
    const faults: string[] = [];
    for (const role of signingRoles)
      for (const record of records) {
        const list = watched.api.list(record.name);
        const row: Values | undefined = watched.rows.get(record.name)?.[0];
        if (list === undefined || row === undefined) continue;
        for (const [name, value] of Object.entries(row).filter(([, each]) => typeof each === 'string' && each.startsWith('CNRY'))) {
          const asker = watched.asker(role);
          if (asker.may(record, row, name)) continue;
          const reply = await asker.get(`${list}?${name}=${String(value)}`);
          if (reply.text.includes(String(value))) faults.push(`${role.name} ${record.name}.${name}`);
        }
      }
    expect(faults).toEqual([]);
  }, 60_000);
});
