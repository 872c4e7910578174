import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rowsOf } from '../support/leaks-api.ts';
import { addressOf, sendTo, stateOf, takings, type Taking } from '../support/leaks-bodies.ts';
import { records, signingRoles, Watched, without } from '../support/leaks-world.ts';

const house = openHouse();
let watched: Watched;
let routes: Taking[];
const count = { routes: 0, names: 0, requests: 0 };
beforeAll(async () => {
  watched = await Watched.settle(house, 1);
  routes = await takings(watched);
}, 60_000);

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const token = 'MASSassigned';

/** Every column of every table, as the database and as the code writes it. */
function everyName(): string[] {
  const columns = [...watched.planter.everything().values()].flatMap((each) => each.map(({ name }) => name));
  return [...new Set([...columns, ...columns.map(camel), 'isAdmin', 'roles', 'permissions', 'meta', '$set', 'where'])];
}

/** The first row of a route's collection that its asker sees, or does not. */
function rowFor({ route, asker }: Taking, seen: boolean): string | undefined {
  const record = records.find(({ name }) => name === rowsOf(watched.api, route));
  if (record === undefined) return undefined;
  const row = (seen ? watched.seenBy(asker, record) : watched.unseenBy(asker, record)).find(({ id }) => !watched.isAsking(id as string));
  return row?.id as string | undefined;
}

describe('Writing what one may not', () => {
  it('is refused for every column that is no field of the input, by name, and nothing is written', async () => {
    const before = await stateOf(house);
    const faults: string[] = [];
    for (const taking of routes) {
      const { route, asker, body } = taking;
      if (route.body === null) continue;
      const extra = everyName().filter((name) => route.body?.properties?.[name] === undefined);
      const reply = await sendTo(asker, route, addressOf(route, rowFor(taking, true)), {
        ...body,
        ...Object.fromEntries(extra.map((name) => [name, token])),
      });
      const errors = (reply.body?.errors ?? []) as { field: string; code: string }[];
      const refused = new Set(errors.filter(({ code }) => code === 'unknown-field').map(({ field }) => field));
      const taken = extra.filter((name) => !refused.has(name));
      if (reply.status !== 400 || taken.length > 0)
        faults.push(`${route.method} ${route.path}: ${reply.status} takes ${taken.slice(0, 5).join(', ')}`);
      count.routes += 1;
      count.names += extra.length;
    }
    expect(faults).toEqual([]);
    expect(await stateOf(house)).toBe(before);
  }, 60_000);

  it('is in vain where a deed takes no input: nothing of a body is written', async () => {
    // The rows are planted, so some deeds fail on them; what counts is what stays of the body.
    for (const taking of routes.filter(({ route }) => route.body === null)) {
      const extra = Object.fromEntries(everyName().map((name) => [name, token]));
      const reply = await sendTo(taking.asker, taking.route, addressOf(taking.route, rowFor(taking, true)), extra);
      expect(reply.text).not.toContain(token);
    }
    for (const table of watched.planter.everything().keys()) {
      const hits = await house.rows(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%${token}%'`);
      expect(`${table}: ${hits.length}`).toBe(`${table}: 0`);
    }
  }, 60_000);

  it('gets the same answer for a hidden field as for one that never was, wherever a field can be edited', async () => {
    const faults: string[] = [];
    for (const taking of routes.filter(({ route }) => route.method === 'patch')) {
      const { route, asker } = taking;
      const record = records.find(({ name }) => name === route.record);
      const url = addressOf(route, rowFor(taking, true));
      const readable = new Set(Object.keys((await asker.get(url)).body as object));
      const never = await asker.patch(url, { nosuch: 'a' }, { 'if-match': '"x"' });
      expect(never.status).toBe(400);
      for (const name of [...(record?.fields.keys() ?? [])].filter((each) => !readable.has(each))) {
        const hidden = await asker.patch(url, { [name]: 'a' }, { 'if-match': '"x"' });
        if (without(name, hidden) !== without('nosuch', never)) faults.push(`${route.path} ${name}: ${hidden.text}`);
        count.requests += 1;
      }
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('names only readable fields and shows only readable values when an edit is stale or not theirs', async () => {
    for (const taking of routes.filter(({ route }) => route.method === 'patch')) {
      const { route, asker, body } = taking;
      const url = addressOf(route, rowFor(taking, true));
      const shown = (await asker.get(url)).body as Record<string, unknown> & { meta: { editable: string[] } };
      const [name] = Object.keys(route.body?.properties ?? {}).filter((each) => shown.meta.editable.includes(each));
      const stale = await asker.patch(
        url,
        { ...body, [name as string]: (await takingWhole(taking))[name as string] },
        { 'if-match': '"stale"' },
      );
      expect(stale.status).toBe(412);
      for (const [field, value] of Object.entries(stale.body.current as object)) expect(shown[field]).toEqual(value);
      expect(Object.keys(stale.body as object).sort()).toEqual(['current', 'detail', 'status', 'title', 'type']);
    }
  }, 60_000);

  it('tells a foreign row from none on no route, by no method, in no role', async () => {
    const faults: string[] = [];
    let foreign = 0;
    const bodies = new Map(routes.map(({ route, body }) => [`${route.method} ${route.path}`, body]));
    for (const role of signingRoles)
      for (const route of watched.api.routes.filter(({ path }) => path.includes('{'))) {
        const asker = watched.asker(role);
        const strange = rowFor({ route, asker, body: {} }, false);
        if (strange === undefined) continue;
        const body = bodies.get(`${route.method} ${route.path}`);
        const there = await sendTo(asker, route, addressOf(route, strange), body);
        for (const id of [
          '7f2b8c1e-1111-4000-8000-00000000000a',
          '00000000-0000-0000-0000-000000000000',
          strange.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
        ]) {
          const absent = await sendTo(asker, route, addressOf(route, id), body);
          if (without('', there) !== without('', absent))
            faults.push(`${role.name} ${route.method} ${route.path}: ${there.text} / ${absent.text}`);
          // A body that contradicts itself is refused before any row is looked for.
          if (absent.status !== 404 && !(absent.status === 400 && route.body !== null))
            faults.push(`${role.name} ${route.method} ${route.path}: ${absent.status} ${absent.text}`);
          count.requests += 1;
        }
        foreign += 1;
      }
    expect(faults.slice(0, 10)).toEqual([]);
    expect(foreign).toBeGreaterThan(50);
  }, 60_000);

  it('refuses ids in bodies alike, whether the row is foreign or absent', async () => {
    const absent = '7f2b8c1e-1111-4000-8000-00000000000a';
    const faults: string[] = [];
    for (const taking of routes) {
      const { route, asker, body } = taking;
      const id = rowFor(taking, true);
      for (const [name] of Object.entries(route.body?.properties ?? {}).filter(([, { format }]) => format === 'uuid')) {
        const record = records.find((each) => name.toLowerCase().includes(each.name === 'person' ? 'worker' : each.name));
        const row = record === undefined ? undefined : watched.unseenBy(asker, record)[0];
        if (row === undefined) continue;
        const [there, none] = [
          await sendTo(asker, route, addressOf(route, id), { ...body, [name]: row.id }),
          await sendTo(asker, route, addressOf(route, id), { ...body, [name]: absent }),
        ];
        count.requests += 2;
        if (without('', there) !== without('', none)) faults.push(`${route.path} ${name}: ${there.text} / ${none.text}`);
      }
    }
    process.stdout.write(`leaks, writing: ${JSON.stringify(count)}\n`);
    expect(faults).toEqual([]);
    expect(count.names).toBeGreaterThan(1_000);
  }, 60_000);
});

/** A body with every field of the input. */
async function takingWhole({ route }: Taking): Promise<Record<string, unknown>> {
  const whole = await takings(watched, true);
  return whole.find((each) => each.route.path === route.path && each.route.method === route.method)?.body ?? {};
}
