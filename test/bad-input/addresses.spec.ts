import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Field } from '../../src/access/record.ts';
import { openHouse } from '../support/app.ts';
import { sendTo, stateOf, takings, type Taking } from '../support/leaks-bodies.ts';
import { isSearchable, records, signingRoles, Watched } from '../support/leaks-world.ts';
import { World, newCase, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let watched: Watched;
let routes: Taking[];
let worker: Someone;
const count = { requests: 0 };
beforeAll(async () => {
  watched = await Watched.settle(house, 1);
  routes = await takings(watched);
  worker = await world.someone('social-worker');
}, 60_000);

/** What is wrong with a refusal, if anything. */
function faultOf(reply: Reply, statuses: readonly number[], field?: string): string | null {
  count.requests += 1;
  if (!statuses.includes(reply.status)) return `${reply.status} ${reply.text.slice(0, 200)}`;
  if (reply.status >= 400 && !String(reply.headers['content-type']).startsWith('application/problem+json'))
    return String(reply.headers['content-type']);
  return field === undefined || reply.text.includes(`"field":"${field}"`) ? null : `does not name ${field}: ${reply.text.slice(0, 300)}`;
}

function badValues({ type }: Field): string[] {
  if (type === 'uuid') return ['17', 'null', '3f2b8c1e11114000800000000000000a', '%7B3f2b8c1e-1111-4000-8000-00000000000a%7D'];
  if (type === 'boolean') return ['1', 'yes', 'TRUE', 'null'];
  if (type === 'date')
    return [
      '2023-02-29',
      '0000-00-00',
      '0000-01-01',
      '10000-01-01',
      '2026-01-01%20(x)',
      'now',
      'infinity',
      '%DB%B2%DB%B0%DB%B2%DB%B6-01-01',
    ];
  if (type === 'timestamptz')
    return [
      '2023-02-29T00:00:00Z',
      '2026-01-01',
      'now',
      'infinity',
      '2026-01-01T00:00',
      '10000-01-01T00:00:00Z',
      '2026-01-01T00:00:00%2B99:00',
    ];
  if (type === 'integer' || type === 'smallint') return ['1.5', 'x', '99999999999', '0x10', '1e3', '%D9%A5'];
  return ['%00', 'a%00b', '', 'x'.repeat(300)];
}

describe('The address of a list', () => {
  it('takes each thing once, in the form it has, and names what it does not take', async () => {
    const faults: string[] = [];
    for (const role of signingRoles) {
      const asker = watched.asker(role);
      for (const record of records) {
        const [{ list } = { list: undefined }] = watched.listsFor(asker, record);
        const shown = role.grants.filter((grant) => grant.record === record).flatMap(({ see }) => see);
        if (list === undefined || shown.length === 0) continue;
        const wrong: [string, string?][] = [
          ...['-1', '0', '101', '1e9', '1.5', 'x', '', '٥', '1%20', '0x1', '99999999999999999999'].map((each): [string, string] => [
            `limit=${each}`,
            'limit',
          ]),
          ['limit=1&limit=2', 'limit'],
          ['sort=nosuch', 'nosuch'],
          ['sort='],
          ['sort=--id'],
          ['sort=id,code'],
          ['sort=id&sort=id', 'sort'],
          ['sort[]=id'],
          ['after=x&after=y', 'after'],
          ['a[b][c]=1', 'a[b][c]'],
          ['id=17&id=18', 'id'],
          ['__proto__=x'],
          ['constructor=x'],
          ['toString=x'],
          ['=x'],
          ['%00=x'],
        ];
        for (const field of record.fields.values())
          if (shown.includes(field.group) && isSearchable(field))
            for (const value of badValues(field)) wrong.push([`${field.name}=${value}`, field.name]);
        for (const [query, field] of wrong) {
          const fault = faultOf(await asker.get(`${list}?${query}`), [400], field);
          if (fault !== null) faults.push(`${role.name} ${list}?${query.slice(0, 60)}: ${fault}`);
        }
        for (const query of [
          `id=${'x'.repeat(8_000)}`,
          `${'y'.repeat(8_000)}=1`,
          '%E0%A4%A=1',
          'id=%ED%A0%80',
          Array.from({ length: 500 }, (_, n) => `a${n}=1`).join('&'),
        ]) {
          const fault = faultOf(await asker.get(`${list}?${query}`), [400, 404, 414]);
          if (fault !== null) faults.push(`${role.name} ${list}?${query.slice(0, 60)}: ${fault}`);
        }
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
  }, 180_000);
});

describe('An id in an address', () => {
  it('is one, or is refused, on every route', async () => {
    const before = await stateOf(house);
    const faults: string[] = [];
    const bodies = new Map(routes.map(({ route, body }) => [`${route.method} ${route.path}`, body]));
    const wrong: [string, number[]][] = [
      ...[
        '1',
        'null',
        'undefined',
        '3f2b8c1e11114000800000000000000a',
        '3f2b8c1e-1111-4000-8000-00000000000g',
        '%7B3f2b8c1e-1111-4000-8000-00000000000a%7D',
        '%00',
        "x'%3B%20--",
        '3f2b8c1e-1111-4000-8000-00000000000%D0%B0',
        '$ne',
      ].map((id): [string, number[]] => [id, [400]]),
      ['00000000-0000-0000-0000-000000000000', [404]],
      ['ffffffff-ffff-ffff-ffff-ffffffffffff', [404]],
      ['..%2F..%2Fetc', [400, 404]],
    ];
    // The router cannot read these; they are answered like every other address at which nothing is.
    const unroutable = ['x'.repeat(5_000), '%E0%A4%A'];
    for (const route of watched.api.routes.filter(({ path }) => path.includes('{'))) {
      const holder = routes.find((each) => each.route.path === route.path && each.route.method === route.method)?.asker;
      const asker =
        holder ??
        signingRoles
          .map((role) => watched.asker(role))
          .find(({ role }) => role.grants.some(({ record, see }) => record.name === route.record && see.length > 0));
      if (asker === undefined) continue;
      for (const [id, statuses] of wrong) {
        // A body may contradict itself before any row is looked for.
        const either = route.body === null || !statuses.includes(404) ? statuses : [...statuses, 400];
        const fault = faultOf(
          await sendTo(asker, route, route.path.replace(/\{\w+\}/, id), bodies.get(`${route.method} ${route.path}`)),
          either,
        );
        if (fault !== null) faults.push(`${route.method} ${route.path} ${id.slice(0, 40)}: ${fault}`);
      }
      for (const id of unroutable) {
        const fault = faultOf(
          await sendTo(asker, route, route.path.replace(/\{\w+\}/, id), bodies.get(`${route.method} ${route.path}`)),
          [404],
        );
        if (fault !== null) faults.push(`${route.method} ${route.path} ${id.slice(0, 40)}: ${fault}`);
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(await stateOf(house)).toBe(before);
  }, 60_000);

  it('may be written in capitals, and means the same row', async () => {
    for (const role of signingRoles)
      for (const record of records) {
        const [row] = watched.seenBy(watched.asker(role), record);
        const one = watched.api.one(record.name, String(row?.id));
        if (row === undefined || one === undefined) continue;
        const [small, large] = [
          await watched.asker(role).get(one),
          await watched.asker(role).get(one.replace(String(row.id), String(row.id).toUpperCase())),
        ];
        expect([small.status, large.text]).toEqual([200, small.text]);
      }
  }, 60_000);
});

describe('Headers', () => {
  it('must name what was seen before an edit: weak, starred and empty tags do not', async () => {
    const { id } = await world.aCase(worker);
    for (const tag of ['*', 'W/"x"', '""', '"', 'x', '"a","b"', 'x'.repeat(5_000), '\u00ff']) {
      const reply = await worker.patch(`/cases/${id}`, { priority: 'high' }, { 'if-match': tag });
      expect(`${tag.slice(0, 9)} ${faultOf(reply, [412, 428])}`).toBe(`${tag.slice(0, 9)} null`);
    }
    expect(faultOf(await worker.patch(`/cases/${id}`, { priority: 'high' }), [428])).toBeNull();
    const { headers, body } = await worker.get(`/cases/${id}`);
    expect(body.priority).toBe('normal');
    expect((await worker.patch(`/cases/${id}`, { priority: 'high' }, { 'if-match': String(headers.etag) })).status).toBe(200);
  });

  it('must not come from another site', async () => {
    const before = await stateOf(house);
    const bad: Record<string, string>[] = [
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: 'http://localhost:3000.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'x' },
      { 'x-homeward': '0' },
      { 'x-homeward': '' },
    ];
    for (const headers of bad)
      for (const { asker, route, body } of routes.slice(0, 12)) {
        const fault = faultOf(
          await sendTo(asker, route, route.path.replace(/\{\w+\}/, '00000000-0000-4000-8000-000000000000'), body, headers),
          [403],
        );
        expect(`${route.path} ${JSON.stringify(headers)} ${fault}`).toBe(`${route.path} ${JSON.stringify(headers)} null`);
      }
    expect(await stateOf(house)).toBe(before);
  }, 60_000);

  it('change no method, and a huge or broken cookie is nobody', async () => {
    const { id } = await world.aCase(worker);
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      expect((await worker.get(`/cases/${id}`, { [name]: 'DELETE' })).status).toBe(200);
      expect(faultOf(await worker.get(`/cases/${id}?_method=DELETE`), [400], '_method')).toBeNull();
      expect((await worker.post(`/cases/${id}`, { priority: 'high' }, { [name]: 'PATCH' })).status).toBe(404);
    }
    for (const cookie of [
      `__Host-homeward=${'x'.repeat(20_000)}`,
      '__Host-homeward=',
      '__Host-homeward=\u0001',
      '=',
      ';;;',
      `a=${'b'.repeat(9_000)}`,
    ])
      expect(faultOf(await world.send('GET', '/cases', cookie), [400, 401, 431])).toBeNull();
  });

  it('need a key that can be remembered for every deed', async () => {
    for (const key of [
      '',
      'short',
      'x'.repeat(129),
      'with space in it',
      'ключ-ключ-ключ',
      '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
    ])
      expect(faultOf(await worker.post('/cases', newCase, { 'idempotency-key': key }), [400], 'Idempotency-Key')).toBeNull();
    process.stdout.write(`bad input, addresses: ${JSON.stringify(count)}\n`);
  });
});
