import type { House } from './app.ts';

/** A schema of the API's description, as far as these tests read it. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
}

/** A route as the API describes it. */
export interface Route {
  readonly method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  readonly path: string;
  readonly record: string | null;
  readonly deed: string | null;
  readonly isPublic: boolean;
  /** The body's schema; null where the route takes none. */
  readonly body: Schema | null;
}

interface Operation {
  readonly 'x-can'?: { readonly deed: string; readonly record: string };
  readonly 'x-public'?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The API by its own description. */
export class Api {
  readonly routes: readonly Route[];

  constructor(readonly document: Document) {
    this.routes = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        method: method as Route['method'],
        path,
        record: operation['x-can']?.record ?? null,
        deed: operation['x-can']?.deed ?? null,
        isPublic: operation['x-public'] !== undefined,
        body: this.whole(operation.requestBody?.content['application/json']?.schema),
      })),
    );
  }

  /** Reads it where everybody reads it. */
  static async of(house: House): Promise<Api> {
    return new Api((await house.app.inject({ url: '/docs/openapi.json' })).json<Document>());
  }

  /** The address of a record's list; undefined if it has none. */
  list(record: string): string | undefined {
    return this.reading(record, false)?.path;
  }

  /** Where the rows of a record are listed under a row of another one, and the field that names it; undefined if nowhere. */
  under(record: string): { readonly path: string; readonly by: string; readonly of: string } | undefined {
    const route = this.routes.find(
      ({ method, deed, record: of, path }) => method === 'get' && deed === 'read' && of === record && /\{id\}\/\w+$/.test(path),
    );
    const over = route && rowsOf(this, route);
    return route === undefined || over == null ? undefined : { path: route.path, by: `${over}Id`, of: over };
  }

  /** The address of one row of a record; undefined if it has none. */
  one(record: string, id: string): string | undefined {
    return this.reading(record, true)?.path.replace('{id}', id);
  }

  private reading(record: string, byId: boolean): Route | undefined {
    return this.routes.find(
      ({ method, deed, record: of, path }) =>
        method === 'get' && deed === 'read' && of === record && (byId ? path.endsWith('/{id}') : !path.includes('{')),
    );
  }

  private whole(schema: Schema | undefined): Schema | null {
    if (schema === undefined) return null;
    const inner = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (inner !== undefined) return this.whole(this.document.components.schemas[inner.split('/').at(-1) ?? '']);
    // What a list holds may be described elsewhere as well.
    const { properties = {}, items } = schema;
    const lists = Object.entries(properties).map(([name, property]) => [name, this.whole(property) ?? property]);
    return {
      ...schema,
      ...(items && { items: this.whole(items) ?? items }),
      ...(schema.properties && { properties: Object.fromEntries(lists) as never }),
    };
  }
}

/** Whose rows the id in a route's address names: those of the collection it stands in. */
export function rowsOf(api: Api, { path }: Route): string | null {
  const [, collection] = /^(\/[^{]+)\/\{/.exec(path) ?? [];
  return api.routes.find((each) => each.path === `${collection}/{id}` && each.method === 'get')?.record ?? null;
}

/** A body that fits the description, with the required fields only or with all of them. */
export function fittingBody(schema: Schema | null, whole = false): Record<string, unknown> {
  const required = schema?.required ?? [];
  const wanted = Object.entries(schema?.properties ?? {}).filter(([name]) => whole || required.includes(name));
  return Object.fromEntries(wanted.map(([name, property]) => [name, fittingValue(property)]));
}

function fittingValue(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.properties !== undefined) return fittingBody(schema);
  if (schema.type === 'array') return [fittingValue(schema.items ?? {})];
  if (schema.format === 'uuid') return '3f2b8c1e-1111-4000-8000-00000000000a';
  if (schema.format === 'date') return '2026-02-20';
  if (schema.format === 'date-time') return '2026-03-02T09:00:00+05:00';
  if (schema.pattern?.includes('Q[1-4]') === true) return '2015-Q3';
  if (schema.pattern?.includes('@') === true) return 'fitting@example.org';
  if (schema.pattern?.startsWith('^\\+') === true) return '+992900123456';
  if (schema.pattern?.includes('a-fA-F:.') === true) return '192.0.2.7';
  if (schema.pattern?.includes(':[0-5]') === true) return '09:00';
  if (schema.pattern?.includes('[A-Z]') === true) return 'FIT-1';
  return 'fitting'.padEnd(schema.minLength ?? 1, 'g').slice(0, schema.maxLength ?? 200);
}

/** Fields whose lists are found out only behind the first look at a body. */
const furtherCodes: Readonly<Record<string, unknown>> = { country: 'TJ', region: 'TJ-SU', type: 'social', role: 'social-worker' };

/**
 * A body that the API takes in, found out from the API itself: where the description only says "a text", the refusal of a
 * wrong one names the codes to choose from. `offer` sends a body that is never kept, because of an extra field in it.
 */
export async function acceptableBody(
  schema: Schema,
  offer: (body: object) => Promise<{ body: { errors?: readonly { field: string; code: string; detail: string }[] } | null }>,
  whole = false,
): Promise<Record<string, unknown>> {
  const body = fittingBody(schema, whole);
  for (const [name, value] of Object.entries(furtherCodes))
    if (body[name] === 'fitting' || body[name] === 'fi' || body[name] === 'fittin') body[name] = value;
  const { body: refusal } = await offer({ ...body, nosuch: 1 });
  for (const { field, code, detail } of refusal?.errors ?? []) {
    const [, first] = code === 'not-a-code' ? (/one of: ([^,]+?)(?:,|\.$)/.exec(detail) ?? []) : [];
    if (first !== undefined) body[field] = Array.isArray(body[field]) ? [first] : first;
    else if (field !== 'nosuch') throw new Error(`No fitting ${field} is known: ${detail}`);
  }
  return body;
}
