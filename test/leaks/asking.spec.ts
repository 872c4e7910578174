import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordType } from '../../src/access/record.ts';
import { snakeCase } from '../../src/platform/database/naming.ts';
import { openHouse } from '../support/app.ts';
import { cells, isSearchable, records, signingRoles, Watched, without, type Asker, type Cell } from '../support/leaks-world.ts';
import type { Values } from '../support/leaks-rows.ts';
import type { Reply } from '../support/world.ts';

const house = openHouse();
let watched: Watched;
const faults: string[] = [];
const count = { cells: 0, requests: 0 };
beforeAll(async () => {
  watched = await Watched.settle(house, 2);
}, 60_000);

const encode = encodeURIComponent;
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
async function ask(asker: Asker, url: string): Promise<Reply> {
  count.requests += 1;
  return asker.get(url);
}

const asOfNever = new Map<string, Reply>();

/** What somebody is told about a field that never was; the same each time, so it is asked once. */
async function never(asker: Asker, url: string): Promise<Reply> {
  const known = asOfNever.get(`${asker.id} ${url}`) ?? (await ask(asker, url));
  asOfNever.set(`${asker.id} ${url}`, known);
  return known;
}

/** Says so when the answers about a field and about one that never was can be told apart. */
async function alike(asker: Asker, list: string, name: string, query: (name: string) => string): Promise<void> {
  const [about, control] = [await ask(asker, `${list}?${query(name)}`), await never(asker, `${list}?${query('nosuch')}`)];
  if (about.status !== 400 && about.status !== 403) faults.push(`${asker.role.name} ${list}?${query(name)}: ${about.status}`);
  const named = (of: string): string => (query(of).startsWith('sort=') ? of : decodeURIComponent(query(of).split('=')[0] ?? ''));
  if (without(named(name), about) !== without(named('nosuch'), control))
    faults.push(`${asker.role.name} ${list}?${query(name)}: ${about.text} / ${control.text}`);
}

/** Every cell whose record has a list, with what is needed to ask. */
function asked(sights: readonly Cell['sight'][]): (Cell & { asker: Asker; list: string; listed: Values[] })[] {
  const closed = new Map<string, number>();
  return cells().flatMap((cell) => {
    const asker = watched.asker(cell.role);
    const [found] = watched.listsFor(asker, cell.record);
    // Under which row a list stands is asked by its address, not by a filter.
    if (found === undefined || !sights.includes(cell.sight) || found.by === cell.field.name) return [];
    // A list that is closed to the role gives one answer to everything: three fields of it are enough.
    const isOpen = cell.role.grants.some(({ record, see }) => record === cell.record && see.length > 0);
    const at = `${cell.role.name} ${cell.record.name}`;
    closed.set(at, (closed.get(at) ?? 0) + 1);
    if (!isOpen && (closed.get(at) ?? 0) > 3) return [];
    count.cells += 1;
    return [{ ...cell, asker, list: found.list, listed: found.rows }];
  });
}

/** Every page of a list. */
async function askForAll(asker: Asker, url: string): Promise<Reply & { items: { id: string }[] }> {
  const first = await ask(asker, url);
  const items: { id: string }[] = [];
  let page = first;
  for (;;) {
    items.push(...((page.body?.items ?? []) as { id: string }[]));
    if (typeof page.body?.next !== 'string') return { ...first, items };
    page = await ask(asker, `${url}&after=${page.body.next}`);
  }
}

const found = (): string[] => faults.splice(0).slice(0, 10);

describe('Asking for what one may not know', () => {
  it('hides a field as a filter: one answer whatever it holds, and whether it exists or not', async () => {
    for (const { asker, list, field, record } of asked(['hidden'])) {
      const held =
        watched.rows
          .get(record.name)
          ?.map((row) => row[field.name])
          .find((each) => each !== null) ?? 'a';
      const url = (value: unknown): string => `${list}?${field.name}=${encode(asText(value))}`;
      const [real, other] = [await ask(asker, url(held)), await ask(asker, url('b'))];
      if (without('', real) !== without('', other)) faults.push(`${asker.role.name} ${url(held)}: ${real.text} / ${other.text}`);
      await alike(asker, list, field.name, (name) => `${name}=${encode(asText(held))}`);
    }
    expect(found()).toEqual([]);
  }, 60_000);

  it('lets a readable field be filtered by: nothing too much, nothing too little', async () => {
    for (const { asker, list, listed: seen, field, record } of asked(['readable', 'masked'])) {
      if (!isSearchable(field) || !watched.isPlanted(record)) continue;
      const value = seen
        .filter((row) => asker.may(record, row, field.name))
        .map((row) => row[field.name])
        .find((each) => each !== null);
      if (seen.length === 0) faults.push(`${asker.role.name} sees no ${record.name}: plant one`);
      if (value === undefined) continue;
      const reply = await askForAll(asker, `${list}?limit=100&${field.name}=${encode(asText(value))}`);
      const wanted = seen.filter((row) => row[field.name] === value && asker.may(record, row, field.name)).map(({ id }) => id);
      const shown = reply.items.map(({ id }) => id);
      if (JSON.stringify(shown.sort()) !== JSON.stringify(wanted.sort()))
        faults.push(`${asker.role.name} ${list}?${field.name}=${asText(value)}: ${reply.status} ${shown.length} of ${wanted.length}`);
    }
    expect(found()).toEqual([]);
  }, 60_000);

  it('knows a field by its exact name only, and no operator', async () => {
    const disguises: ((name: string) => string)[] = [
      (name) => `t0.${name}=a`,
      (name) => `t.${name}=a`,
      (name) => `%22${name}%22=a`,
      (name) => `${name.toUpperCase()}=a`,
      (name) => `${snakeCase(name) === name ? `_${name}` : snakeCase(name)}=a`,
      (name) => `${name}%20=a`,
      (name) => `${name}::text=a`,
      (name) => `${name}[0]=a`,
      (name) => `${name}-%3E%3Ex=a`,
      (name) => `${name}[$ne]=a`,
      (name) => `${name}[$in][]=a`,
      (name) => `${name}[]=a`,
      (name) => `not[${name}]=a`,
      (name) => `or[0][${name}]=a`,
      (name) => `filter[${name}][a][b]=a`,
      (name) => `${name}__gt=a`,
    ];
    let turn = 0;
    const some = asked(['hidden', 'readable', 'masked']).filter(
      ({ sight, field }) => sight === 'hidden' || ['id', 'status', 'code'].includes(field.name),
    );
    for (const { asker, list, field } of some) {
      // Each field in two disguises, by turns: over all fields and roles, every disguise is worn many times.
      for (let n = 0; n < 2; n++) await alike(asker, list, field.name, disguises[turn++ % disguises.length] as (name: string) => string);
    }
    expect(found()).toEqual([]);
  }, 60_000);

  it('knows no paths from one record to another', async () => {
    const ways = ['case', 'worker', 'workerId', 'createdBy', 'person', 'unit', 'agency', 'followUp', 'referral.org'];
    for (const { asker, list, record } of lists())
      for (const way of ways) {
        const other = records[(count.requests + way.length) % records.length] as RecordType;
        for (const field of [[...other.fields.keys()].at(-1), 'passwordHash']) {
          const reply = await ask(asker, `${list}?${way}.${field}=a`);
          if (reply.status !== 400 || !reply.text.includes('unknown-field'))
            faults.push(`${asker.role.name} ${record.name} ${way}.${field}: ${reply.status}`);
        }
      }
    expect(found()).toEqual([]);
  }, 60_000);

  it('hides a field as an order, and sorts by what is readable', async () => {
    for (const { asker, list, field } of asked(['hidden']))
      for (const sign of ['', '-']) await alike(asker, list, field.name, (name) => `sort=${sign}${name}`);
    for (const { asker, list, listed, record, field } of asked(['readable'])) {
      if (!isSearchable(field) || !watched.isPlanted(record) || field.type === 'boolean') continue;
      const [up, down] = [
        await askForAll(asker, `${list}?limit=100&sort=${field.name}`),
        await askForAll(asker, `${list}?limit=100&sort=-${field.name}`),
      ];
      const size = listed.length;
      if (up.items.length !== size || down.items.length !== size)
        faults.push(`${asker.role.name} ${list}?sort=${field.name}: ${up.text.slice(0, 200)}`);
    }
    expect(found()).toEqual([]);
  }, 60_000);

  it('has no includes, selections or other knobs', async () => {
    const knobs = [
      'include',
      'expand',
      'fields',
      'populate',
      'select',
      'with',
      '$expand',
      '$filter',
      'q',
      'search',
      'offset',
      'page',
      'count',
      'total',
      'group',
      'distinct',
      'having',
      'role',
      'as',
    ];
    for (const { asker, list, record } of lists()) {
      for (const knob of knobs.filter((each) => !record.fields.has(each)))
        await alike(asker, list, knob, (name) => `${encode(name)}=notes`);
      const [row] = watched.seenBy(asker, record);
      const one = row === undefined ? undefined : watched.api.one(record.name, row.id as string);
      if (one === undefined) continue;
      const [plain, asking] = [await ask(asker, one), await ask(asker, `${one}?include=notes&fields=version&expand=case`)];
      if (plain.status !== 200 || (asking.status !== 400 && asking.text !== plain.text))
        faults.push(`${asker.role.name} ${one}: ${plain.status}, ${asking.text}`);
    }
    expect(found()).toEqual([]);
  }, 60_000);

  it('gives cursors that say nothing, bend nowhere, and open for their owner and list only', async () => {
    const garbage = await ask(watched.asker(signingRoles[0] as never), '/agencies?after=AAAA');
    expect(garbage.status).toBe(400);
    let opened = 0;
    for (const { asker, list, listed, record } of lists().filter((each) => watched.isPlanted(each.record))) {
      const sorts = cells().filter(
        (cell) =>
          cell.role === asker.role &&
          cell.record === record &&
          cell.sight === 'readable' &&
          cell.field.type === 'text' &&
          !cell.field.array,
      );
      const sort = sorts[0] === undefined ? '' : `&sort=${sorts[0].field.name}`;
      const first = await ask(asker, `${list}?limit=1${sort}`);
      const next = first.body?.next as string | null;
      if (next === null) faults.push(`${asker.role.name} ${list}: one page only, plant more rows`);
      if (typeof next !== 'string') continue;
      opened += 1;
      const bytes = Buffer.from(next, 'base64url').toString('latin1');
      const known = Object.values(first.body.items[0] as object).filter(
        (each): each is string => typeof each === 'string' && each.length > 7,
      );
      if (known.some((each) => bytes.includes(each) || next.includes(each))) faults.push(`${asker.role.name} ${list}: the cursor speaks`);
      const ids: string[] = [];
      for (let cursor: string | null = null, n = 0; n < 300; n++) {
        const page: Reply = await ask(asker, `${list}?limit=7${sort}${cursor === null ? '' : `&after=${cursor}`}`);
        ids.push(...(page.body.items as { id: string }[]).map(({ id }) => id));
        cursor = page.body.next as string | null;
        if (cursor === null) break;
      }
      const all = listed.map(({ id }) => id as string);
      if (JSON.stringify([...ids].sort()) !== JSON.stringify(all.sort()))
        faults.push(`${asker.role.name} ${list}: pages hold ${ids.length} of ${all.length}`);
      const bent = [0, 8, 14, 20, 30, next.length - 2].map((at) => next.slice(0, at) + (next[at] === 'A' ? 'B' : 'A') + next.slice(at + 1));
      const stolen = await ask(watched.stranger(asker.role), `${list}?limit=1${sort}&after=${next}`);
      const elsewhere = await ask(asker, `${list}?limit=1&sort=-id&after=${next}`);
      const narrowed = await ask(asker, `${list}?limit=1${sort}&id=${String(all[0])}&after=${next}`);
      const refused = [stolen, elsewhere, narrowed];
      for (const cursor of [...bent, next.slice(0, -4), `${next}AAAA`, '', 'x', '%00', encode('{"id":1}')])
        refused.push(await ask(asker, `${list}?limit=1${sort}&after=${cursor}`));
      for (const other of lists().filter((each) => each.asker === asker && each.list !== list))
        refused.push(await ask(asker, `${other.list}?limit=1&after=${next}`));
      for (const reply of refused)
        if (reply.text !== garbage.text || reply.status !== 400) faults.push(`${asker.role.name} ${list}: ${reply.status} ${reply.text}`);
    }
    expect(found()).toEqual([]);
    expect(opened).toBeGreaterThan(10);
  }, 60_000);

  it('was asked often enough', () => {
    process.stdout.write(`leaks, asking: ${JSON.stringify(count)}\n`);
    expect(count.cells).toBeGreaterThan(300);
  }, 60_000);
});

/** Every list a role may open at all. */
function lists(): { asker: Asker; record: RecordType; list: string; listed: Values[] }[] {
  return signingRoles.flatMap((role) =>
    records.flatMap((record) => {
      const asker = watched.asker(role);
      const [found] = watched.listsFor(asker, record);
      const granted = role.grants.some((grant) => grant.record === record && grant.see.length > 0);
      return found === undefined || !granted ? [] : [{ asker, record, list: found.list, listed: found.rows }];
    }),
  );
}
