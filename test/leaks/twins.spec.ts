import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Field, RecordType } from '../../src/access/record.ts';
import { openHouse } from '../support/app.ts';
import { cells, isSearchable, records, scopeFields, settled, signingRoles, Watched, type Asker } from '../support/leaks-world.ts';

const house = openHouse();
let watched: Watched;
const count = { changes: 0, requests: 0, fields: 0 };
beforeAll(async () => {
  watched = await Watched.settle(house, 2);
}, 60_000);

/** Everything somebody can get to see: lists in every order and length, each of their rows, with all headers. */
async function everythingFor(asker: Asker): Promise<Map<string, string>> {
  const urls: string[] = ['/session'];
  for (const record of records) {
    if (!watched.isPlanted(record) || !asker.role.grants.some((grant) => grant.record === record && grant.see.length > 0)) continue;
    const sorts = cells().filter(
      ({ role, record: of, field, sight }) =>
        role === asker.role && of === record && sight !== 'hidden' && isSearchable(field) && field.type !== 'boolean',
    );
    for (const { list } of watched.listsFor(asker, record).slice(0, 3)) {
      urls.push(`${list}?limit=100`, `${list}?limit=2`);
      for (const { field } of sorts) urls.push(`${list}?limit=100&sort=${field.name}`, `${list}?limit=3&sort=-${field.name}`);
    }
    for (const row of watched.seenBy(asker, record).slice(0, 3)) {
      const one = watched.api.one(record.name, row.id as string);
      if (one !== undefined) urls.push(one);
    }
  }
  return look(asker, urls);
}

async function look(asker: Asker, urls: readonly string[]): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  for (const url of urls) {
    count.requests += 1;
    answers.set(url, settled(await asker.get(url)));
  }
  return answers;
}

/** An update past all walls; none where a table is final, such as what was sent: it has no other world. */
async function changing(sql: string, values: unknown[]): Promise<unknown[]> {
  try {
    return await house.rows(sql, values);
  } catch (error) {
    if (['42501', 'P0001'].includes((error as { code?: string }).code ?? '')) return [];
    throw error;
  }
}

/** Changes fields of every row of the record past all walls, as somebody else's work would; says how many rows it met. */
async function change(record: RecordType, fields: readonly Field[], owner: Asker): Promise<number> {
  let met = 0;
  for (const [index, { name, key }] of record.tables.entries()) {
    const sets: string[] = [];
    for (const field of fields.filter(({ table }) => table === index)) {
      const column = watched.planter.columns(name).find((each) => each.name === field.column);
      const value = column === undefined || column.name === key ? undefined : watched.planter.other(column, owner);
      if (value !== undefined) sets.push(`"${field.column}" = ${value}`);
    }
    if (sets.length === 0) continue;
    count.fields += sets.length;
    // Not the accounts of those who ask: everybody is told about their own.
    const askers = [...watched.askers.values(), ...watched.strangers.values()].map(({ id }) => id);
    const changed = await changing(
      `UPDATE ${name} SET ${sets.join(', ')} WHERE "${key}" <> ALL ($1::uuid[]) AND "${key}" IN
         (SELECT "${key}" FROM ${name} ORDER BY random() LIMIT (SELECT count(*) / 2 FROM ${name})) RETURNING 1`,
      [askers],
    );
    met += changed.length;
  }
  count.changes += 1;
  return met;
}

const differing = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
  [...before]
    .filter(([url, text]) => after.get(url) !== text)
    .map(([url, text]) => `${url}\n  ${part(text, after.get(url) ?? '')}\n  ${part(after.get(url) ?? '', text)}`);

/** Where two texts part. */
function part(text: string, other: string): string {
  const at = [...text].findIndex((letter, index) => letter !== other[index]);
  return text.slice(Math.max(0, at - 100), at + 200);
}

describe('Two worlds that differ only in what somebody may not know', () => {
  it('are the same world to them: same bodies, orders, lengths of pages, tags and headers', async () => {
    const faults: string[] = [];
    // The database keeps these equal over a case's tables, so that one change moves rows from hand to hand.
    const judged = new Set(signingRoles.flatMap((role) => [...scopeFields(role)]));
    for (const role of signingRoles) {
      const asker = watched.asker(role);
      const hidden = cells().filter(
        (cell) => cell.role === role && cell.sight === 'hidden' && !judged.has(cell.field.name) && cell.field.name !== 'id',
      );
      const before = await everythingFor(asker);
      const urls = [...before.keys()];
      const fieldsOf = (record: RecordType): Field[] => hidden.filter((cell) => cell.record === record).map(({ field }) => field);
      let met = 0;
      for (const record of records) met += await change(record, fieldsOf(record), watched.stranger(role));
      expect(met).toBeGreaterThan(20);
      const told = differing(before, await look(asker, urls));
      if (told.length === 0) continue;
      // Something shows: one by one, to say what.
      faults.push(`${role.name}: ${told[0]}`);
      const showing = told.slice(0, 3).map((each) => each.split('\n')[0] ?? '');
      for (const { record, field } of hidden) {
        const then = await look(asker, showing);
        await change(record, [field], asker);
        for (const each of differing(then, await look(asker, showing)))
          faults.push(`${role.name} learns of ${record.name}.${field.name}: ${each}`);
      }
    }
    expect(faults.slice(0, 5)).toEqual([]);
  }, 60_000);

  it('differ to whoever may read the difference: body and tag change with every readable field', async () => {
    const faults: string[] = [];
    await watched.read();
    let seen = 0;
    for (const { role, record, field, sight } of cells()) {
      const asker = watched.asker(role);
      if (sight !== 'readable' || field.name === 'id' || scopeFields(role).has(field.name)) continue;
      const own = watched.planter.columns(record.tables[field.table]?.name ?? '').find(({ name }) => name === field.column);
      const value = own === undefined || own.target !== null ? undefined : watched.planter.other(own, asker);
      const row = watched.seenBy(asker, record).find((each) => each[field.name] !== null && each.id !== asker.id);
      const url = row === undefined ? undefined : watched.api.one(record.name, row.id as string);
      if (value === undefined || row === undefined || url === undefined) continue;
      const before = await asker.get(url);
      const { name, key } = record.tables[field.table] ?? { name: '', key: '' };
      if ((await changing(`UPDATE ${name} SET "${field.column}" = ${value} WHERE "${key}" = $1 RETURNING 1`, [row.id])).length === 0)
        continue;
      const after = await asker.get(url);
      count.requests += 2;
      seen += 1;
      if (before.body?.[field.name] === after.body?.[field.name] && !field.array)
        faults.push(`${role.name} ${url} ${field.name}: still ${before.text}`);
      if (before.headers.etag === after.headers.etag) faults.push(`${role.name} ${url} ${field.name}: same tag`);
    }
    expect(faults.slice(0, 5)).toEqual([]);
    expect(seen).toBeGreaterThan(50);
  }, 60_000);

  it('leave no trace of when or how often a row changed', async () => {
    const telling = /\\?"(?:version|_?rev(?:ision)?|updated_?at|modified_?at|xmin|changed_?at|total|count)\\?"\s*:/i;
    for (const role of signingRoles)
      for (const [url, text] of await everythingFor(watched.asker(role))) {
        const [, headers] = JSON.parse(text) as [number, [string, unknown][]];
        if (url !== '/session') expect(headers.map(([name]) => name)).not.toContain('last-modified');
        expect(`${url} ${telling.exec(text)?.[0] ?? 'tells nothing'}`).toBe(`${url} tells nothing`);
      }
    process.stdout.write(`leaks, twins: ${JSON.stringify(count)}\n`);
    expect(count.fields).toBeGreaterThan(100);
  }, 60_000);
});
