import type { House } from './app.ts';
import { acceptableBody, type Route } from './leaks-api.ts';
import type { Asker } from './leaks-world.ts';
import { signingRoles, type Watched } from './leaks-world.ts';

const nobody = '00000000-0000-4000-8000-000000000000';

/** A route that takes something in, somebody who may use it, and a body it takes. */
export interface Taking {
  readonly route: Route;
  readonly asker: Asker;
  readonly body: Record<string, unknown>;
}

/** The address of a route for one row. */
export function addressOf({ path }: Route, id = nobody): string {
  return path.replace(/\{\w+\}/, id);
}

/** Who of the roles holds a right to try this route. */
export function holderOf(watched: Watched, { record, deed }: Route): Asker | undefined {
  const role = signingRoles.find(({ grants }) =>
    grants.some((grant) => {
      if (grant.record.name !== record) return false;
      if (deed === 'create') return grant.create;
      return deed === 'edit' ? grant.edit.length > 0 : grant.do.includes(deed ?? '');
    }),
  );
  return role === undefined ? undefined : watched.asker(role);
}

/** Every guarded route that writes, with a body it would take: found out from the API itself. */
export async function takings(watched: Watched, whole = false): Promise<Taking[]> {
  const found: Taking[] = [];
  for (const route of watched.api.routes) {
    if (route.isPublic || (route.method !== 'post' && route.method !== 'patch')) continue;
    const asker = holderOf(watched, route);
    if (asker === undefined) throw new Error(`No role may ${route.deed} a ${route.record}: ${route.path} is nobody's.`);
    const offer = (body: object): ReturnType<Asker['post']> => sendTo(asker, route, addressOf(route), body);
    found.push({ route, asker, body: route.body === null ? {} : await acceptableBody(route.body, offer, whole) });
  }
  return found;
}

/** Sends a body the way a route wants it. */
export function sendTo(
  asker: Asker,
  { method }: Route,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): ReturnType<Asker['post']> {
  if (method === 'get') return asker.get(url, headers);
  if (method === 'delete') return asker.delete(url);
  return method === 'patch' ? asker.patch(url, body, { 'if-match': '"x"', ...headers }) : asker.post(url, body, headers);
}

/** What the tables hold, but for what remembers requests and refusals: equal before and after if nothing was written. */
export async function stateOf(
  house: House,
  except: readonly string[] = ['audit.event', 'platform.idempotency', 'identity.session'],
): Promise<string> {
  const tables = await house.rows<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const states: string[] = [];
  for (const { name } of tables.filter((each) => !except.includes(each.name))) {
    const [state] = await house.rows<{ state: string }>(
      `SELECT coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS state FROM ${name} t`,
    );
    states.push(`${name} ${state?.state ?? ''}`);
  }
  return states.join('\n');
}
