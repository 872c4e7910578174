import 'reflect-metadata';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { Api } from '../support/leaks-api.ts';

const house = openHouse();
let api: Api;
const routed: string[] = [];
beforeAll(async () => {
  api = await Api.of(house);
  // The router draws itself as a tree, two spaces a level; with no shared prefixes each line is a whole address.
  const drawn = house.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const above: string[] = [];
  for (const line of drawn.split('\n')) {
    const [, indent, part, methods] = /^([│├└─ ]*?)(\/?[^ ]*) \(([A-Z, ]+)\)/.exec(line) ?? [];
    if (indent === undefined || part === undefined || methods === undefined) continue;
    const depth = Math.floor(indent.length / 4);
    above.splice(depth - 1);
    above[depth - 1] = part;
    const path = above.join('').replaceAll(/:(\w+)/g, '{$1}');
    for (const method of methods.split(', ')) if (method !== 'HEAD' && !isPage(path)) routed.push(`${method.toLowerCase()} ${path}`);
  }
});

/** What a person looks at is no API: its description, and what people without accounts are shown. */
function isPage(path: string): boolean {
  return path.startsWith('/docs') || path.includes('slips/{token}') || path === '/feedback' || path.startsWith('/feedback/');
}

describe('The description of the API', () => {
  it('speaks of every route there is, and of no other', () => {
    const described = api.routes.map(({ method, path }) => `${method} ${path}`);
    expect(routed.length).toBeGreaterThan(30);
    expect(described.sort()).toEqual(routed.sort());
  });

  it('is written in OpenAPI 3.1', () => {
    expect(api.document.openapi).toMatch(/^3\.1\./);
  });

  it('says of every route which right it asks for, or why none', () => {
    const unsaid = api.routes.filter(({ deed, isPublic }) => (deed === null) === !isPublic);
    expect(unsaid.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('describes every body field by field', () => {
    const empty = api.routes.filter(({ body }) => body !== null && Object.keys(body.properties ?? {}).length === 0);
    expect(empty.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    const vague = api.routes.flatMap(({ path, body }) =>
      Object.entries(body?.properties ?? {}).flatMap(([name, { type, items }]) =>
        type === undefined || type === 'object' || (type === 'array' && items?.type === undefined) ? [`${path} ${name}`] : [],
      ),
    );
    expect(vague).toEqual([]);
  });
});
