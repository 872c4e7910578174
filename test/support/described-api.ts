import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { House } from './app.ts';
import type { Reply } from './world.ts';

/** A piece of the description, read as it comes. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests follow the description wherever it leads
type Piece = any;

interface Operation {
  readonly parameters: readonly Piece[];
  readonly responses: Readonly<Record<string, Piece>>;
  readonly requestBody?: Piece;
  readonly security: readonly object[];
  readonly 'x-can'?: { readonly deed: string; readonly record: string };
  readonly 'x-public'?: string;
}

/** One route of the description. */
export interface Described {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  date: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/,
  'uri-reference': /^\/problems\/[a-z-]+$/,
};

/** The API's description, held against what the API really answers. */
export class DescribedApi {
  readonly routes: readonly Described[];
  /** Which statuses were met on which route. */
  readonly met = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(readonly document: Piece) {
    for (const [name, form] of Object.entries(formats)) this.ajv.addFormat(name, form);
    this.ajv.addVocabulary(['components', 'example']);
    this.ajv.addSchema({ components: document.components }, 'api', false);
    this.routes = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ method, path, operation })),
    );
  }

  static async of(house: House): Promise<DescribedApi> {
    return new DescribedApi((await house.app.inject({ url: '/docs/openapi.json' })).json());
  }

  /** Where a pointer leads; undefined if nowhere. */
  at(pointer: string): Piece {
    const steps = pointer.replace('#/', '').split('/');
    return steps.reduce<Piece>((piece, step) => piece?.[step.replaceAll('~1', '/').replaceAll('~0', '~')], this.document);
  }

  /** What a piece says, or what it points to. */
  resolved(piece: Piece): Piece {
    return piece?.$ref === undefined ? piece : this.at(piece.$ref);
  }

  /** A check by one of the description's schemas. */
  validator(schema: Piece): ValidateFunction {
    const key = JSON.stringify(schema);
    const known = this.validators.get(key) ?? this.ajv.compile(JSON.parse(key.replaceAll('"#/', '"api#/')) as object);
    this.validators.set(key, known);
    return known;
  }

  /** What of an answer is not as it is described; empty if all is true. */
  untruths(method: string, url: string, reply: Reply): string[] {
    const [address = ''] = url.split('?');
    const ofMethod = this.routes.filter((each) => each.method === method.toLowerCase());
    // A path without parameters goes before one that has them (OpenAPI 3.1, Paths Object).
    const route = ofMethod.find(({ path }) => path === address) ?? ofMethod.find(({ path }) => matches(path, address));
    if (route === undefined) return [`${method} ${url} is not described`];
    const place = `${route.method} ${route.path} ${reply.status}`;
    const response = this.resolved(route.operation.responses[String(reply.status)]);
    if (response === undefined) return [`${place} is not described: ${reply.text.slice(0, 200)}`];
    this.met.add(place);
    const headers = Object.keys((response.headers ?? {}) as object).filter((name) => name !== 'Idempotent-Replay');
    const missing = headers.filter((name) => reply.headers[name.toLowerCase()] === undefined).map((name) => `${place} has no ${name}`);
    if (response.content === undefined) return reply.text === '' ? missing : [...missing, `${place} has a body`];
    const [[type, { schema }]] = Object.entries(response.content as Record<string, Piece>) as [[string, Piece]];
    const validate = this.validator(schema);
    const errors = validate(reply.body) ? [] : (validate.errors ?? []);
    return [
      ...missing,
      ...(String(reply.headers['content-type']).startsWith(type) ? [] : [`${place} is ${String(reply.headers['content-type'])}`]),
      ...errors.map(({ instancePath, message, params }) => `${place} ${instancePath} ${message} ${JSON.stringify(params)}`),
    ];
  }
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
}
