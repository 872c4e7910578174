import 'reflect-metadata';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rowsOf } from '../support/leaks-api.ts';
import { addressOf, sendTo, takings } from '../support/leaks-bodies.ts';
import { cells, records, signingRoles, Watched, without, type Asker } from '../support/leaks-world.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { whileFailing } from '../support/teams.ts';
import { World } from '../support/world.ts';
import { zipOf } from '../support/zip.ts';

const house = openHouse();
let watched: Watched;
beforeAll(async () => {
  watched = await Watched.settle(house, 2);
}, 60_000);

const encode = encodeURIComponent;
const planted = /CNRY\d+X[0-9a-f]+/g;

/** Every list of every role. */
const lists = (): { asker: Asker; list: string; name: string }[] =>
  signingRoles.flatMap((role) =>
    records.flatMap((record) => {
      const asker = watched.asker(role);
      const [found] = watched.listsFor(asker, record);
      return found === undefined ? [] : [{ asker, list: found.list, name: record.name }];
    }),
  );

/** What is said of a name that never was, asked once for each list. */
const never = new Map<string, string>();

/** Asks with a name, and says so when the answer can be told apart from that about a name that never was. */
async function alike(asker: Asker, list: string, name: string, value: string): Promise<string[]> {
  const place = `${asker.id} ${list}`;
  if (!never.has(place)) never.set(place, without('nosuch', await asker.get(`${list}?nosuch=a`)));
  const about = await asker.get(`${list}?${encode(name)}=${value}`);
  const isSame = [400, 403].includes(about.status) && without(name, about) === never.get(place);
  return isSame ? [] : [`${asker.role.name} ${list}?${name}=${value}: ${about.text} / ${never.get(place)}`];
}

describe('L7: a row is named by its address alone', () => {
  it('whatever else a deed or an edit names, it is done to no other row, and told nothing of one', async () => {
    const faults: string[] = [];
    let asked = 0;
    for (const { route, asker, body } of await takings(watched)) {
      const record = records.find(({ name }) => name === rowsOf(watched.api, route));
      if (record === undefined || !watched.isPlanted(record)) continue;
      const [own] = watched.seenBy(asker, record).filter(({ id }) => !watched.isAsking(id as string));
      const [foreign] = watched.unseenBy(asker, record).filter(({ id }) => !watched.isAsking(id as string));
      if (own === undefined || foreign === undefined) continue;
      const table = record.tables[0]!;
      const state = (): Promise<unknown[]> => house.rows(`SELECT t::text FROM ${table.name} t WHERE ${table.key} = $1`, [foreign.id]);
      const before = await state();
      for (const extra of [`id=${foreign.id}`, `where[id]=${foreign.id}`, `code=${encode(JSON.stringify(foreign.code ?? null))}`]) {
        const { text } = await sendTo(asker, route, `${addressOf(route, own.id as string)}?${extra}`, body);
        const told = text.match(planted)?.filter((token) => JSON.stringify(foreign).includes(token)) ?? [];
        if (told.length > 0) faults.push(`${route.method} ${route.path}?${extra} tells ${told.join(', ')}`);
        asked += 1;
      }
      if (JSON.stringify(await state()) !== JSON.stringify(before)) faults.push(`${route.method} ${route.path} reaches another row`);
    }
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  }, 60_000);
});

describe('L8: nothing is found by parts of what it says', () => {
  it('no list is searched by words, on no field, in no role', async () => {
    const faults: string[] = [];
    for (const { asker, list, name } of lists()) {
      const fields = cells().flatMap(({ record, field }) => (record.name === name ? [field.name] : []));
      // What is a field is asked for whole: below.
      const knobs = ['q', 'search', 'query', 'text', 'match', 'like', 'contains'].filter((knob) => !fields.includes(knob));
      for (const knob of knobs) faults.push(...(await alike(asker, list, knob, 'CNRY')));
    }
    expect(faults).toEqual([]);
  }, 60_000);

  it('a filter takes a value whole: its beginning, a pattern or another case of its letters finds nothing', async () => {
    const faults: string[] = [];
    let asked = 0;
    for (const { role, record, field, sight } of cells()) {
      if (sight !== 'readable' || field.type !== 'text' || field.array || field.show !== null || !watched.isPlanted(record)) continue;
      const asker = watched.asker(role);
      const [found] = watched.listsFor(asker, record);
      const value = found?.rows.map((row) => row[field.name]).find((each) => typeof each === 'string' && each.startsWith('CNRY')) as
        string | undefined;
      if (found === undefined || value === undefined) continue;
      for (const part of [value.slice(0, -1), 'CNRY%', 'CNRY*', 'CNRY:*', value.toLowerCase(), `${value.slice(0, 5)}_`]) {
        const { status, body } = await asker.get(`${found.list}?${field.name}=${encode(part)}`);
        const items = (body as { items?: unknown[] } | null)?.items ?? [];
        if (status !== 400 && items.length > 0) faults.push(`${role.name} ${found.list}?${field.name}=${part}: ${items.length}`);
        asked += 1;
      }
    }
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  }, 60_000);
});

describe('L10: nothing is reckoned of a field', () => {
  it('least, greatest, sum, mean and groups are asked for in vain, of hidden fields and of readable ones alike', async () => {
    const faults: string[] = [];
    const ways = ['min', 'max', 'sum', 'count', 'groupBy', 'aggregate'];
    for (const { asker, list, name } of lists()) {
      const fields = cells().filter(({ role, record }) => role === asker.role && record.name === name);
      const chosen = ['hidden', 'readable'].flatMap((sight) => fields.find((cell) => cell.sight === sight)?.field.name ?? []);
      for (const way of ways) for (const field of chosen) faults.push(...(await alike(asker, list, way, field)));
      for (const field of chosen) faults.push(...(await alike(asker, list, `max(${field})`, '1')));
    }
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('L15: no channel stays open', () => {
  it('whoever asks for a socket or a stream gets an answer like anybody else, once, with the rights of that moment', async () => {
    await house.app.listen(0, '127.0.0.1');
    const { port } = house.app.getHttpServer().address() as AddressInfo;
    const { cookie } = watched.asker(signingRoles[0] as never);
    const asked = (path: string, headers: object): Promise<[number, string]> =>
      new Promise((resolve, reject) => {
        const call = request({ host: '127.0.0.1', port, path, agent: false, headers: { cookie, ...headers } }, (reply) => {
          reply.resume().on('end', () => resolve([reply.statusCode ?? 0, String(reply.headers['content-type'])]));
        });
        call
          .on('upgrade', () => reject(new Error(`${path} became a socket`)))
          .on('error', reject)
          .end();
      });
    const socket = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'aGVsbG8gd29ybGQgaGVsbA==',
    };
    for (const path of ['/', '/notifications', '/referrals/waiting', '/events', '/socket.io/?EIO=4&transport=websocket', '/graphql'])
      for (const headers of [socket, { accept: 'text/event-stream' }]) {
        const [status, type] = await asked(path, headers);
        expect([status === 101, type.startsWith('text/event-stream')]).toEqual([false, false]);
      }
  });
});

describe('L25: what waits for a worker', () => {
  it('is ids, times and codes; what failed leaves the kind of its fault, whatever the database said', async () => {
    const world = new World(house);
    const worker = await world.someone('social-worker');
    await house.rows('TRUNCATE platform.outbox');
    const { id, code } = await world.aCase(worker, { district: 'CNRYdistrict' });
    await worker.post(`/cases/${id}/notes`, { note: 'CNRYnote' });
    await house.clock.moveTo(new Date('2026-03-11T12:00:00Z'));
    await whileFailing(house, 'notification', () => keepWhatIsDue(house));
    const rows = await house.rows('SELECT * FROM platform.outbox');
    expect(rows.some(({ last_fault: fault }) => fault !== null)).toBe(true);
    for (const row of rows) {
      expect(String(row.kind)).toMatch(/^[a-z-]+$/);
      expect(String(row.asked_as)).toMatch(/^([a-z-]+|null)$/);
      expect(String(row.last_fault)).toMatch(/^([A-Za-z]+|null)$/);
      expect(
        Object.keys(row).filter((name) => typeof row[name] === 'object' && row[name] !== null && !(row[name] instanceof Date)),
      ).toEqual([]);
    }
    const texts = await house.rows<{ row: string }>(
      `SELECT t::text AS row FROM platform.outbox t UNION ALL SELECT t::text FROM task_clock t UNION ALL SELECT t::text FROM follow_up_dispatch t`,
    );
    for (const { row } of texts) for (const secret of ['CNRYdistrict', 'CNRYnote', code]) expect(row).not.toContain(secret);
  });
});

describe('L27: what is offered to choose from', () => {
  it('by the finder of services holds nothing but what its asker may read of services, and of no person and no case', async () => {
    const service = records.find(({ name }) => name === 'service')!;
    const faults: string[] = [];
    let answered = 0;
    for (const role of signingRoles) {
      const asker = watched.asker(role);
      const { status, text } = await asker.get('/services/find?need=school-place&ageBand=6-11&region=TJ-SU&language=tg&limit=100');
      if (status !== 200) {
        expect([role.name, [400, 403, 404].includes(status)]).toEqual([role.name, true]);
        continue;
      }
      answered += 1;
      for (const token of text.match(planted) ?? []) {
        const canary = watched.planter.canaries.find((each) => each.token === token);
        const row = watched.rows.get('service')?.find((each) => each.id === canary?.key);
        const field = [...service.fields.values()].find(({ column }) => column === canary?.column);
        const mayRead = canary?.table === 'service' && row !== undefined && field !== undefined && asker.may(service, row, field.name);
        // Whose service it is, by name, anybody signed in knows.
        if (!mayRead && !['agency', 'unit'].includes(canary?.table ?? '')) faults.push(`${role.name}: ${canary?.table}.${canary?.column}`);
      }
    }
    expect([...new Set(faults)]).toEqual([]);
    expect(answered).toBeGreaterThan(2);
  }, 60_000);
});

describe('L33: what is said of a file that cannot be taken over', () => {
  it('names table, row and column, and repeats no value of it', async () => {
    const admin = await new World(house).someone('administrator');
    const desk = await new World(house).aUnit('partner');
    const content = [
      'id,organization_id,name,status,minimum_age,email,url',
      'CNRYid,CNRYorganization,Kitchen,CNRYstatus,CNRYage,CNRYmail,CNRYurl',
      ',,,CNRYother,-1,CNRY@,CNRY:',
    ].join('\n');
    const file = zipOf([{ name: 'services.csv', content }]).toString('base64');
    const { status, text, body } = await admin.post('/service-imports', { receivingUnitId: desk.unitId, file });
    expect(status).toBe(201);
    const faults = body.findings.faults as Record<string, unknown>[];
    expect(faults.length).toBeGreaterThan(4);
    for (const fault of faults) expect(Object.keys(fault).sort()).toEqual(['code', 'column', 'detail', 'row', 'table']);
    expect(text).not.toContain('CNRY');
    const refused = await admin.post(`/service-imports/${body.id}/commit`);
    expect([refused.status, refused.text.includes('CNRY')]).toEqual([409, false]);
  });
});
