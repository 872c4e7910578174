import { randomBytes, randomUUID } from 'node:crypto';
import { Passwords } from '../../src/modules/identity/index.ts';
import type { House } from '../support/app.ts';

export const password = 'a lake, nine herons and a kettle';

export interface Account {
  readonly id: string;
  readonly login: string;
  readonly unitId: string;
  readonly agencyId: string;
}

export interface Reply {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers over HTTP are read as they come
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A unit of an agency of this type. */
export async function aUnit(house: House, type = 'social'): Promise<{ unitId: string; agencyId: string }> {
  const [unitId, agencyId] = [randomUUID(), randomUUID()];
  const code = `T${randomBytes(4).toString('hex').toUpperCase()}`;
  await house.rows("INSERT INTO agency (id, code, name, type, country) VALUES ($1, $2, 'A body', $3, 'TJ')", [agencyId, code, type]);
  await house.rows("INSERT INTO unit (id, agency_id, name) VALUES ($1, $2, 'North office')", [unitId, agencyId]);
  return { unitId, agencyId };
}

/** Somebody with the password above, in a unit of their own unless one is given. */
export async function anAccount(house: House, role: string, unit?: { unitId: string; agencyId: string }): Promise<Account> {
  const { unitId, agencyId } = unit ?? (await aUnit(house));
  const [id, login] = [randomUUID(), `p${randomBytes(6).toString('hex')}`];
  await house.rows("INSERT INTO person (id, login, display_name, role, unit_id, agency_id) VALUES ($1, $2, 'Zarina N.', $3, $4, $5)", [
    id,
    login,
    role,
    unitId,
    agencyId,
  ]);
  const hash = await house.app.get(Passwords).hash(password);
  await house.rows('INSERT INTO identity.credential (person_id, password_hash) VALUES ($1, $2)', [id, hash]);
  return { id, login, unitId, agencyId };
}

interface Sent {
  readonly body?: unknown;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

let places = 0;

/** A request as our own pages send it, each from a place of its own unless one is given. */
export async function send(house: House, method: 'GET' | 'POST' | 'DELETE', url: string, sent: Sent = {}): Promise<Reply> {
  const place = places++;
  const response = await house.app.inject({
    method,
    url,
    remoteAddress: sent.address ?? `10.${(place >> 16) & 255}.${(place >> 8) & 255}.${place & 255}`,
    headers: {
      'x-homeward': '1',
      'idempotency-key': randomUUID(),
      ...(sent.cookie === undefined ? {} : { cookie: sent.cookie }),
      ...sent.headers,
    },
    ...(sent.body === undefined ? {} : { payload: sent.body as object }),
  });
  return { status: response.statusCode, body: response.body === '' ? null : response.json(), headers: response.headers };
}

/** Signs in; the answer and the cookie to send from now on. */
export async function signIn(house: House, login: string, secret = password, sent: Sent = {}): Promise<Reply & { cookie: string }> {
  const reply = await send(house, 'POST', '/session', { ...sent, body: { login, password: secret } });
  const set = (reply.headers['set-cookie'] ?? '') as string;
  return { ...reply, cookie: set.split(';')[0] ?? '' };
}

/** Somebody new of this role, signed in. */
export async function someoneSignedIn(
  house: House,
  role: string,
  unit?: { unitId: string; agencyId: string },
): Promise<Account & { cookie: string }> {
  const account = await anAccount(house, role, unit);
  const { cookie } = await signIn(house, account.login);
  return { ...account, cookie };
}
