import 'reflect-metadata';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { identifierIn } from '../../src/kernel/identifiers.ts';
import { openHouse } from '../support/app.ts';
import { fittingBody, rowsOf, type Schema } from '../support/leaks-api.ts';
import { addressOf, sendTo, stateOf, takings, type Taking } from '../support/leaks-bodies.ts';
import { records, Watched } from '../support/leaks-world.ts';
import { strangeTexts, wrongValues } from '../support/leaks-wrong.ts';
import { newCase, World, type Reply } from '../support/world.ts';

const house = openHouse();
const json = { 'content-type': 'application/json' };
let watched: Watched;
let routes: Taking[];
const count = { requests: 0 };
beforeAll(async () => {
  watched = await Watched.settle(house, 1);
  routes = await takings(watched, true);
}, 60_000);

/** Where a route's input goes: to a row its asker sees, so that nothing but the input is wrong. */
function targetOf({ route, asker }: Taking): string {
  const record = records.find(({ name }) => name === rowsOf(watched.api, route));
  const row = record === undefined ? undefined : watched.seenBy(asker, record).find(({ id }) => !watched.isAsking(id as string));
  return addressOf(route, row?.id as string | undefined);
}

/** What is wrong with a refusal, if anything. */
function faultOf(reply: Reply, statuses: readonly number[], field?: string): string | null {
  count.requests += 1;
  if (!statuses.includes(reply.status)) return `${reply.status} ${reply.text.slice(0, 200)}`;
  if (!String(reply.headers['content-type']).startsWith('application/problem+json')) return String(reply.headers['content-type']);
  const named = (reply.body?.errors as { field: string }[] | undefined)?.some(
    (error) => error.field === field || error.field.startsWith(`${field}.`),
  );
  return field === undefined || named === true ? null : `does not name ${field}: ${reply.text.slice(0, 300)}`;
}

const properties = ({ route }: Taking): [string, Schema][] => Object.entries(route.body?.properties ?? {});
const withInput = (): Taking[] => routes.filter(({ route }) => route.body !== null);
const shortly = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 60);

describe('Every field of every input', () => {
  it('refuses what it cannot be, by name, and nothing is stored', async () => {
    const before = await stateOf(house);
    const faults: string[] = [];
    for (const taking of withInput()) {
      const url = targetOf(taking);
      for (const [name, schema] of properties(taking))
        for (const value of wrongValues(schema)) {
          const fault = faultOf(await sendTo(taking.asker, taking.route, url, { ...taking.body, [name]: value }), [400], name);
          if (fault !== null) faults.push(`${taking.route.path} ${name} = ${shortly(value)}: ${fault}`);
        }
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(await stateOf(house)).toBe(before);
  }, 60_000);

  it('is needed if the description says so', async () => {
    const faults: string[] = [];
    for (const taking of withInput())
      for (const name of taking.route.body?.required ?? []) {
        const { [name]: _, ...rest } = taking.body;
        const fault = faultOf(await sendTo(taking.asker, taking.route, targetOf(taking), rest), [400], name);
        if (fault !== null) faults.push(`${taking.route.path} without ${name}: ${fault}`);
      }
    expect(faults).toEqual([]);
  }, 60_000);
});

describe('Every input', () => {
  it('refuses bodies that are none, or hide something', async () => {
    const before = await stateOf(house);
    const faults: string[] = [];
    for (const taking of withInput()) {
      const { asker, route, body } = taking;
      const url = targetOf(taking);
      const whole = JSON.stringify(body);
      const plus = (raw: string): string => (whole === '{}' ? `{${raw}}` : `${whole.slice(0, -1)},${raw}}`);
      const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
      const sent: [string, unknown, Record<string, string>, number[], string?][] = [
        ['an unknown field', { ...body, nosuch: 1 }, {}, [400], 'nosuch'],
        ['a list', [body], {}, [400]],
        ['null', 'null', json, [400]],
        ['a text', '"x"', json, [400]],
        ['a number', '1e400', json, [400]],
        ['broken JSON', whole.slice(0, -1), json, [400]],
        ['a comma too many', `${whole.slice(0, -1)},}`, json, [400]],
        ['two documents', whole + whole, json, [400]],
        ['NaN', plus('"nosuch":NaN'), json, [400]],
        ['nothing', '', json, [400]],
        ['__proto__', plus('"__proto__":{"isAdmin":true}'), json, [400]],
        ['constructor', plus('"constructor":{"prototype":{"isAdmin":true}}'), json, [400]],
        ['prototype', plus('"prototype":{}'), json, [400], 'prototype'],
        ['toString', plus('"toString":"x"'), json, [400], 'toString'],
        ['hasOwnProperty', plus('"hasOwnProperty":1'), json, [400], 'hasOwnProperty'],
        ['a deep list', deep, json, [400]],
        ['a deep field', plus(`"nosuch":${deep}`), json, [400]],
        ['too much', plus(`"nosuch":"${'x'.repeat(1_100_000)}"`), json, [413]],
        ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, [415]],
        ['XML', '<a/>', { 'content-type': 'application/xml' }, [415]],
        ['plain text', whole, { 'content-type': 'text/plain' }, [415]],
        ['many parts', whole, { 'content-type': 'multipart/form-data; boundary=x' }, [415]],
        ['something packed', gzipSync(whole), { ...json, 'content-encoding': 'gzip' }, [400, 415]],
        ['bytes that are no text', Buffer.concat([Buffer.from(plus('"nosuch":"')), Buffer.from([0xc0, 0xaf, 0xff])]), json, [400]],
      ];
      for (const [what, payload, headers, statuses, field] of sent) {
        const fault = faultOf(await sendTo(asker, route, url, payload, headers), statuses, field);
        if (fault !== null) faults.push(`${route.method} ${route.path} with ${what}: ${fault}`);
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
    expect(await stateOf(house)).toBe(before);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  }, 60_000);

  it('never breaks the house, whatever is put into a body that was good', async () => {
    const before = await stateOf(house);
    const open = withInput();
    const change = fc.oneof(
      { weight: 4, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 2 ** 53, '2026-02-30', '0001-01-01', '9999-12-31', '\u0000', '\\u0000') },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), change, fc.boolean(), async (at, which, value, extra) => {
        const taking = open[at % open.length] as Taking;
        const names = properties(taking).map(([name]) => name);
        const name = extra ? `x${which}` : (names[which % names.length] as string);
        // To a row that is not there: a good body is no fault, and stores nothing.
        const reply = await sendTo(taking.asker, taking.route, addressOf(taking.route), {
          ...taking.body,
          [name]: value,
          ...(taking.route.path.includes('{') ? {} : { nosuch: 1 }),
        });
        const fault = faultOf(reply, [400, 403, 404, 409, 413]);
        if (fault !== null) throw new Error(`${taking.route.path} ${name} = ${shortly(value)}: ${fault}`);
      }),
      { numRuns: 500, seed: Number(process.env.INPUT_SEED ?? 20_260) },
    );
    expect(await stateOf(house)).toBe(before);
  }, 60_000);
});

describe('Whoever is not signed in', () => {
  it('is refused bad input by the same rules', async () => {
    const faults: string[] = [];
    let place = 0;
    for (const route of watched.api.routes.filter(({ isPublic, body }) => isPublic && body !== null)) {
      const body = fittingBody(route.body);
      const send = async (payload: unknown, headers: Record<string, string> = {}): Promise<Reply> => {
        const from = `10.9.${(place >> 8) & 255}.${place++ & 255}`;
        const reply = await house.app.inject({
          method: 'POST',
          url: route.path,
          remoteAddress: from,
          headers: { 'x-homeward': '1', ...headers },
          payload: payload as object,
        });
        return {
          status: reply.statusCode,
          headers: reply.headers,
          text: reply.body,
          body: reply.body.startsWith('{') ? reply.json() : null,
        };
      };
      for (const [name, schema] of Object.entries(route.body?.properties ?? {}))
        for (const value of wrongValues(schema)) {
          const fault = faultOf(await send({ ...body, [name]: value }), [400], name);
          if (fault !== null) faults.push(`${route.path} ${name} = ${shortly(value)}: ${fault}`);
        }
      for (const [payload, headers, statuses] of [
        ['{', json, [400]],
        ['', json, [400]],
        [{ ...body, isAdmin: true }, {}, [400]],
        ['a=b', { 'content-type': 'application/x-www-form-urlencoded' }, [415]],
      ] as [unknown, Record<string, string>, number[]][]) {
        const fault = faultOf(await send(payload, headers), statuses);
        if (fault !== null) faults.push(`${route.path} ${shortly(payload)}: ${fault}`);
      }
    }
    expect(faults.slice(0, 20)).toEqual([]);
  }, 60_000);
});

describe('What people really write', () => {
  it('is kept and given back exactly, in one form of Unicode', async () => {
    const world = new World(house);
    const worker = await world.someone('social-worker');
    const faults: string[] = [];
    // What holds a number or an address is refused of texts about somebody, see test/free-texts.spec.ts.
    const taken = strangeTexts.filter((text) => identifierIn(text) === null);
    expect(taken.length).toBeGreaterThan(strangeTexts.length - 5);
    for (const text of taken) {
      const made = await worker.post('/cases', { ...newCase, district: [...text].slice(0, 80).join('') });
      if (made.status !== 201 || made.body.district !== [...text.normalize('NFC')].slice(0, 80).join(''))
        faults.push(`district ${text}: ${made.text.slice(0, 300)}`);
      const noted = await worker.post(`/cases/${String(made.body?.id)}/notes`, { note: text, namesNobody: true });
      const read = await worker.get(`/notes/${String(noted.body?.id)}`);
      if (noted.status !== 201 || read.body?.note !== text.normalize('NFC')) faults.push(`note ${text}: ${noted.text.slice(0, 300)}`);
      count.requests += 3;
    }
    expect(faults).toEqual([]);
    const found = await worker.get(`/cases?district=${encodeURIComponent("oʻzbek o'zbek oʼzbek")}`);
    expect(found.body.items).toHaveLength(1);
    process.stdout.write(`bad input, bodies: ${JSON.stringify({ ...count, routes: routes.length })}\n`);
  }, 60_000);
});
