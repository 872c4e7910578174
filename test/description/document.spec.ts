import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { problemsByStatus } from '../../src/access/description/problem-responses.ts';
import { schemaName } from '../../src/access/description/record-schema.ts';
import { Plan } from '../../src/access/plan.ts';
import { Policy } from '../../src/access/role.ts';
import { drawnApiDocument } from '../../src/api-docs.ts';
import { codesOf } from '../../src/platform/input.ts';
import { Words } from '../../src/platform/words.ts';
import { roles } from '../../src/policy/index.ts';
import { coded } from '../support/coded-columns.ts';
import { DescribedApi, type Described } from '../support/described-api.ts';

const named = ({ method, path }: Described): string => `${method} ${path}`;
const records = new Policy(roles).records();
const people = roles.filter(({ persona }) => persona !== 'p_system');
let drawn: string;
let api: DescribedApi;
beforeAll(async () => {
  drawn = await drawnApiDocument();
  api = new DescribedApi(JSON.parse(drawn));
});

/** Every object of the description with the place it stands in. */
function* pieces(piece: unknown, place = '#'): Generator<[string, Record<string, unknown>]> {
  if (typeof piece !== 'object' || piece === null) return;
  if (!Array.isArray(piece)) yield [place, piece as Record<string, unknown>];
  for (const [key, inner] of Object.entries(piece)) yield* pieces(inner, `${place}/${key}`);
}

describe('The description of the API', () => {
  it('is kept in docs/openapi.json as it is now: npm run docs', () => {
    expect(readFileSync('docs/openapi.json', 'utf8')).toBe(drawn);
  });

  it('points nowhere but to what stands in it', () => {
    const refs = [...pieces(api.document)].flatMap(([place, { $ref }]) => (typeof $ref === 'string' ? [[place, $ref] as const] : []));
    expect(refs.length).toBeGreaterThan(300);
    expect(refs.filter(([, ref]) => api.at(ref) === undefined)).toEqual([]);
    const used = new Set(refs.map(([, ref]) => ref));
    const schemes = ['#/components/securitySchemes/session', '#/components/securitySchemes/key'];
    const kept = Object.entries(api.document.components as Record<string, object>).flatMap(([kind, all]) =>
      Object.keys(all).map((name) => `#/components/${kind}/${name}`),
    );
    expect(kept.filter((place) => !used.has(place) && !schemes.includes(place))).toEqual([]);
  });

  it('holds only schemas that are schemas, and leaves nothing of the house’s own notes in it', () => {
    for (const name of Object.keys(api.document.components.schemas as object)) api.validator({ $ref: `#/components/schemas/${name}` });
    const responses = api.document.components.responses as Record<string, { content: Record<string, { schema: unknown }> }>;
    for (const { content } of Object.values(responses)) api.validator(content['application/problem+json']!.schema);
    for (const { operation } of api.routes) for (const parameter of operation.parameters) api.validator(api.resolved(parameter).schema);
    const notes = [...pieces(api.document)].flatMap(([place, piece]) =>
      Object.keys(piece)
        .filter((key) => key.startsWith('x-') && !['x-can', 'x-public'].includes(key))
        .map((key) => `${place} ${key}`),
    );
    expect(notes).toEqual([]);
  });

  it('says of every route what it answers, how it refuses, and which right it asks for or why none', () => {
    for (const route of api.routes) {
      const { responses, security, 'x-can': can, 'x-public': open } = route.operation;
      const [successes, refusals] = [
        Object.keys(responses).filter((each) => each < '300'),
        Object.keys(responses).filter((each) => each >= '400'),
      ];
      expect([named(route), successes.length]).toEqual([named(route), 1]);
      const success = api.resolved(responses[successes[0]!]);
      expect(success.description).not.toBe('');
      if (successes[0] !== '204') expect(success.content['application/json'].schema.$ref).toMatch(/^#\/components\/schemas\//);
      expect([named(route), refusals.length > 2]).toEqual([named(route), true]);
      for (const each of refusals)
        expect(Object.keys(api.resolved(responses[each]).content as object)).toEqual(['application/problem+json']);
      expect([named(route), (can === undefined) !== (open === undefined)]).toEqual([named(route), true]);
      if (can !== undefined) expect([named(route), security[0], refusals.includes('401')]).toEqual([named(route), { session: [] }, true]);
    }
  });

  it('says which routes a program can come to with a key: those on referrals, deliveries and tasks that its roles have', () => {
    const open = api.routes.filter(({ operation }) => operation.security.some((each) => 'key' in each)).map(named);
    expect(open).toEqual(expect.arrayContaining(['get /referrals', 'post /referrals/{id}/accept', 'post /referrals/{id}/deliveries']));
    expect(open.filter((each) => !/ \/(agencies|units|referrals|deliveries|group-sessions|tasks)/.test(each))).toEqual([]);
    for (const never of ['post /agencies', 'post /referrals/{id}/send', 'post /referrals/{id}/take-over', 'post /tasks/{id}/verify'])
      expect(open).not.toContain(never);
  });

  it('asks for the headers that a route needs', () => {
    const headersOf = ({ operation }: Described): string[] =>
      operation.parameters
        .map((each) => api.resolved(each))
        .filter((each) => each.in === 'header')
        .map(({ name }) => name as string);
    for (const route of api.routes) {
      const { 'x-can': can } = route.operation;
      const wanted = [
        ...(route.method === 'get' ? [] : ['X-Homeward']),
        ...(route.method === 'post' && can !== undefined ? ['Idempotency-Key'] : []),
        // Whoever edits, approves or vouches for something names what they have before them.
        ...(['edit', 'approve', 'place', 'set-capacity'].includes(can?.deed ?? '') || (can?.deed === 'verify' && can.record === 'service')
          ? ['If-Match']
          : []),
      ];
      expect([named(route), headersOf(route)]).toEqual([named(route), wanted]);
    }
  });

  it('closes every body that is sent or answered: what it does not name is not there', () => {
    const bodies = [...pieces(api.document.components.schemas, '')].filter(
      ([, piece]) => piece.type === 'object' && piece.properties !== undefined,
    );
    const open = bodies.filter(([, { additionalProperties }]) => additionalProperties !== false).map(([place]) => place);
    expect(bodies.length).toBeGreaterThan(50);
    expect(open).toEqual(['/Problem']);
  });
});

/** A field of a form as it is described. */
interface Form {
  readonly enum?: string[];
  readonly items?: Form;
}

describe('What the description says of a record', () => {
  it.each(records.map((record) => [record.name, record] as const))('%s: the fields that somebody reads, and no other', (name, record) => {
    const schema = api.document.components.schemas[schemaName(record)];
    const readable = new Set(people.flatMap((role) => new Plan(role, record).readable.map(({ field }) => field.name)));
    const isAsked = api.routes.some(({ operation }) => operation['x-can']?.record === name);
    expect(schema !== undefined).toBe(isAsked);
    if (schema === undefined) return;
    const { meta, ...fields } = schema.properties;
    expect(new Set(Object.keys(fields as object))).toEqual(readable);
    expect(Object.keys(meta.properties as object)).toEqual(['masked', 'editable', 'can']);
    for (const field of record.fields.values())
      expect([field.name, field.group === 'internal' && field.name in fields]).toEqual([field.name, false]);
    for (const required of schema.required as string[])
      for (const role of people) {
        const plan = new Plan(role, record);
        if (plan.visible.length > 0 && required !== 'meta') expect(plan.readable.map(({ field }) => field.name)).toContain(required);
      }
  });

  it('a field that is chosen from a list on its way in comes from that list on its way out', () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const route of api.routes) {
      const record = route.operation['x-can']?.record;
      const input = api.resolved(route.operation.requestBody?.content['application/json'].schema);
      const shown = records.find(({ name }) => name === record);
      if (input === undefined || shown === undefined) continue;
      const output = api.document.components.schemas[schemaName(shown)].properties;
      for (const [name, property] of Object.entries(input.properties as Record<string, { enum?: string[]; items?: { enum?: string[] } }>)) {
        const chosen = property.enum ?? property.items?.enum;
        const held = output[name]?.enum ?? output[name]?.items?.enum;
        if (chosen === undefined || output[name] === undefined) continue;
        compared += 1;
        if (!chosen.every((code) => held?.includes(code))) wrong.push(`${named(route)} ${name}`);
      }
    }
    expect(compared).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('a field whose column holds codes of a list names them', () => {
    // Which roles there are is the law's to say, which messages and field groups the code that sends them.
    const unlisted = [
      'person.role',
      'change_log.record',
      'change_log.actor_role',
      'timeline_entry.actor_role',
      'notification.kind',
      'notification.subject_type',
      'referral_package.package_groups',
      'task_package.package_groups',
    ];
    const shown = records.filter((record) => api.document.components.schemas[schemaName(record)] !== undefined);
    const columns = shown.flatMap(({ fields, tables }) =>
      [...fields.values()]
        .filter(({ group }) => group !== 'internal')
        .map(({ codes, column, table }) => ({
          name: `${tables[table]!.name}.${column}`,
          codes: codes && codesOf(codes),
        })),
    );
    const ofLists = columns.filter(({ name }) => name in coded && !unlisted.includes(name));
    expect(ofLists.length).toBeGreaterThan(40);
    for (const { name, codes } of ofLists) expect([name, new Set(codes)]).toEqual([name, new Set(coded[name])]);
    expect(columns.filter(({ name, codes }) => codes !== null && !(name in coded))).toEqual([]);
  });

  it('codes of an input stand in it one by one', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    // What a page of its own asks for is no part of the description.
    const texts = sources.filter((path) => !path.endsWith('-pages.ts')).map((path) => readFileSync(join('src', path), 'utf8'));
    const coded = texts.flatMap((text) => [...text.matchAll(/@Codes?\([^\n]*?\)\)?\s+(?:readonly )?(\w+)\??:/g)].map((match) => match[1]!));
    // One input may serve two routes: to write something down, and to change it.
    const bodies = api.routes.map(
      ({ operation }) => api.resolved(operation.requestBody?.content['application/json'].schema)?.properties ?? {},
    );
    // What a search is asked for stands in its address.
    const searches = api.routes.map(({ operation }) =>
      Object.fromEntries(operation.parameters.map((each) => api.resolved(each)).map(({ name, schema }) => [name, schema])),
    );
    const ofSearches = searches.filter((asked) => asked.ageBand?.enum !== undefined);
    /** The fields of a form that have codes, and of the rows that it holds. */
    const codedIn = (properties: Record<string, Form>): string[] =>
      Object.entries(properties).flatMap(([name, { enum: codes, items }]) => [
        ...((codes ?? items?.enum ?? []).length > 0 ? [name] : []),
        ...codedIn(items === undefined ? {} : ((api.resolved(items as never).properties ?? {}) as Record<string, Form>)),
      ]);
    const listed = [...new Set([...bodies, ...ofSearches])].flatMap((properties) => codedIn(properties as Record<string, Form>));
    expect(coded.length).toBeGreaterThan(30);
    expect(new Set(listed)).toEqual(new Set(coded));
  });
});

describe('What the description says of refusals', () => {
  it('is every problem that the sources name, under its status', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join('src', path), 'utf8'))
      .join('\n');
    const thrown = [...sources.matchAll(/new Problem\(\s*(\d{3}),\s*'([a-z-]+)'/g)].map(
      ([, status, code]) => [Number(status), code!] as const,
    );
    const conflicts = [...sources.matchAll(/conflict\(\s*'([a-z-]+)'/g)].map(([, code]) => [409, code!] as const);
    const known = problemsByStatus(new Words());
    expect(thrown.length).toBeGreaterThan(15);
    expect([...thrown, ...conflicts].filter(([status, code]) => !(known[status] ?? []).includes(code))).toEqual([]);
    for (const [status, codes] of Object.entries(known)) {
      const schema = api.document.components.responses[`Refused${status}`].content['application/problem+json'].schema;
      expect(schema.allOf[1].properties.type.enum).toEqual(codes.map((code) => `/problems/${code}`));
    }
  });
});
