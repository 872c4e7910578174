import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { fittingBody, rowsOf, type Route } from '../support/leaks-api.ts';
import { addressOf, sendTo, stateOf, takings, type Taking } from '../support/leaks-bodies.ts';
import { records, signingRoles, Watched } from '../support/leaks-world.ts';
import { World, type Reply } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const json = { 'content-type': 'application/json' };
const named = (route: Route): string => `${route.method} ${route.path}`;
let watched: Watched;
let deeds: Taking[];
beforeAll(async () => {
  watched = await Watched.settle(house, 1);
  deeds = (await takings(watched)).filter(({ route }) => route.body === null);
}, 60_000);

/** A row that the asker sees, so that nothing but the input is wrong. */
function targetOf({ route, asker }: Taking): string {
  const record = records.find(({ name }) => name === rowsOf(watched.api, route));
  const row = record === undefined ? undefined : watched.seenBy(asker, record).find(({ id }) => !watched.isAsking(id as string));
  return addressOf(route, row?.id as string | undefined);
}

function refuses(reply: Reply, field: string): boolean {
  const [error] = (reply.body?.errors ?? []) as { field: string; code: string }[];
  const isProblem = String(reply.headers['content-type']).startsWith('application/problem+json');
  return (
    reply.status === 400 &&
    isProblem &&
    error?.field === field &&
    ['unknown-field', 'not-an-object', 'not-a-value', 'not-json'].includes(error.code)
  );
}

describe('A deed that takes no input', () => {
  it('refuses a field by name, and anything that is no empty object, and nothing is done', async () => {
    const before = await stateOf(house);
    const faults: string[] = [];
    const wrong: [unknown, string][] = [
      [{ nosuch: 1 }, 'nosuch'],
      [{ reason: 'none' }, 'reason'],
      ['{"__proto__":1}', '(body)'],
      ['{"constructor":1}', 'constructor'],
      ['null', '(body)'],
      ['[]', '(body)'],
      ['"x"', '(body)'],
      [`{"nosuch":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, '(body)'],
    ];
    for (const deed of deeds)
      for (const [body, field] of wrong) {
        const reply = await sendTo(deed.asker, deed.route, targetOf(deed), body, typeof body === 'string' ? json : {});
        if (!refuses(reply, field)) faults.push(`${named(deed.route)} ${JSON.stringify(body).slice(0, 40)}: ${reply.text.slice(0, 200)}`);
      }
    expect(deeds.length).toBeGreaterThan(15);
    expect(faults).toEqual([]);
    expect(await stateOf(house)).toBe(before);
  }, 60_000);

  it('is done with an empty object, with an empty body and with none', async () => {
    const worker = await world.someone('social-worker');
    for (const [body, headers] of [
      [{}, {}],
      ['', json],
      [undefined, {}],
    ] as [unknown, Record<string, string>][]) {
      const { id } = await world.aCase(worker);
      const { status, body: assessed } = await sendTo(worker as never, { method: 'post' } as Route, `/cases/${id}/assess`, body, headers);
      expect([status, assessed?.status]).toEqual([200, 'assessed']);
    }
  });

  it('holds for whoever is not signed in, too', async () => {
    const reply = await world.send('DELETE', '/session', '', { nosuch: 1 });
    expect(refuses(reply, 'nosuch')).toBe(true);
  });
});

describe('A route that looks for nothing', () => {
  it('refuses whatever stands behind the question mark', async () => {
    const faults: string[] = [];
    const isList = ({ method, path, deed }: Route): boolean =>
      method === 'get' && (deed === 'read' || deed === 'export') && !path.endsWith('}');
    for (const route of watched.api.routes.filter((each) => !isList(each))) {
      const record = records.find(({ name }) => name === rowsOf(watched.api, route));
      const role = signingRoles.find(({ grants }) => grants.some((grant) => grant.record.name === route.record && grant.see.length > 0));
      const asker = deeds.find((deed) => deed.route === route)?.asker ?? watched.asker(role ?? signingRoles[0]!);
      const row = record === undefined ? undefined : watched.seenBy(asker, record)[0];
      for (const query of ['nosuch=1', 'limit=5', 'id=x', '_method=DELETE', '=x', '__proto__=x']) {
        const reply = await sendTo(asker, route, `${addressOf(route, row?.id as string | undefined)}?${query}`, fittingBody(route.body));
        const isAllowed = route.body !== null && reply.status === 403;
        if (!isAllowed && !refuses(reply, query.split('=')[0]!))
          faults.push(`${named(route)}?${query}: ${reply.status} ${reply.text.slice(0, 200)}`);
      }
    }
    expect(faults).toEqual([]);
  }, 60_000);
});
