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
    return inner === undefined ? schema : (this.document.components.schemas[inner.split('/').at(-1) ?? ''] ?? null);
  }
}

/** Codes that fit where the description only says "a text". */
const codes: Readonly<Record<string, unknown>> = {
  country: 'TJ',
  region: 'TJ-SU',
  legalBasis: 'consent',
  sex: 'female',
  language: 'tg',
};

/** A body that fits the description; what a code list allows is asked of `allowed`, by field name. */
export function fittingBody(schema: Schema | null, allowed: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const known = { ...codes, ...allowed };
  const required = schema?.required ?? [];
  return Object.fromEntries(
    Object.entries(schema?.properties ?? {})
      .filter(([name]) => required.includes(name) || name in allowed)
      .map(([name, property]) => [name, name in known ? known[name] : fittingValue(property)]),
  );
}

function fittingValue(schema: Schema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'boolean') return false;
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'array') return [];
  if (schema.format === 'uuid') return '3f2b8c1e-1111-4000-8000-00000000000a';
  if (schema.format === 'date') return '2026-02-20';
  if (schema.format === 'date-time') return '2026-03-20T09:00:00+05:00';
  if (schema.pattern?.includes('Q[1-4]') === true) return '2015-Q3';
  return 'fitting'.padEnd(schema.minLength ?? 1, 'g').slice(0, schema.maxLength ?? 200);
}
