import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool, types, type QueryResult } from 'pg';
import { newCaseStatements, newReferralStatements, type NewCaseBody } from './bare-create.ts';

/** A statement the bare server answers with: what the path does not name stands here. */
export interface BareRoute {
  readonly text: string;
  /** `$2` and further; `$1` and what the path adds come first. */
  readonly values?: readonly unknown[];
  readonly many?: boolean;
}

/** What the bare server is told when it starts. */
export interface BareTold {
  readonly url: string;
  readonly routes: Readonly<Record<string, BareRoute>>;
}

interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

// The product reads a day as a day, too.
types.setTypeParser(1082, (day) => day);

// Until it is told what to serve, nothing else keeps it alive.
process.channel?.ref();
process.once('message', (told: BareTold) => {
  serve(told);
  process.channel?.unref();
});

/**
 * The measure of the bench: `node:http` and `pg`, the same connection settings as the product, its statements prepared and sent
 * at once, and nothing else. No session, no law, no wall, no log, no repeated request recognised.
 */
function serve({ url, routes }: BareTold): void {
  const pool = new Pool({ connectionString: url, max: 20, pipeline: true } as ConstructorParameters<typeof Pool>[0]);
  const named = (route: string, values: readonly unknown[]): Statement => {
    const { text, values: fixed = [] } = routeOf(routes, route);
    return { name: route, text, values: [...values, ...fixed] };
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    const [, work = '', role = '', ...values] = (request.url ?? '').split('/');
    const route = `${work}/${role}`;
    if (work === 'create') {
      const body = await bodyOf<NewCaseBody>(request);
      return {
        status: 201,
        body: await created(
          pool,
          () => newCaseStatements(body, values),
          (id) => named(`read/${role}`, [id]),
        ),
      };
    }
    if (work === 'refer') {
      const body = await bodyOf<Record<string, string>>(request);
      return {
        status: 201,
        body: await created(
          pool,
          () => newReferralStatements(body, values),
          (id) => named(`read/${role}-referral`, [id]),
        ),
      };
    }
    if (work === 'patch') {
      const { language } = await bodyOf<{ language: string }>(request);
      const [, read] = await together(pool, [named(route, [values[0], language]), named(`read/${role}`, values)]);
      return { status: 200, body: read?.rows[0] };
    }
    const { rows } = await pool.query(mutable(named(route, values)));
    return { status: 200, body: routeOf(routes, route).many ? { items: rows } : rows[0] };
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end((error as Error).message),
    );
  });
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
}

/** Writes something new in one transaction and reads it in the same breath; what was drawn before is drawn again. */
async function created(
  pool: Pool,
  draw: () => { readonly id: string; readonly statements: readonly Statement[] },
  read: (id: string) => Statement,
): Promise<unknown> {
  for (;;) {
    const { id, statements } = draw();
    const [begin, commit] = ['BEGIN', 'COMMIT'].map((text) => ({ name: text, text, values: [] }));
    if (begin === undefined || commit === undefined) throw new Error('unreachable');
    try {
      const results = await together(pool, [begin, ...statements, read(id), commit]);
      return results.at(-2)?.rows[0];
    } catch (error) {
      if ((error as { code?: string }).code !== '23505') throw error;
    }
  }
}

/** Sends statements over one connection without waiting between them. */
async function together(pool: Pool, statements: readonly Statement[]): Promise<QueryResult[]> {
  const client = await pool.connect();
  try {
    const results = await Promise.allSettled(statements.map((each) => client.query(mutable(each))));
    const failed = results.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  } finally {
    client.release();
  }
}

function mutable({ name, text, values }: Statement): { name: string; text: string; values: unknown[] } {
  return { name, text, values: [...values] };
}

function routeOf(routes: BareTold['routes'], name: string): BareRoute {
  const route = routes[name];
  if (route === undefined) throw new Error(`The bare server knows no ${name}.`);
  return route;
}

async function bodyOf<Body>(request: IncomingMessage): Promise<Body> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += String(piece);
  return JSON.parse(text) as Body;
}
