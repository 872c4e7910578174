import { randomUUID } from 'node:crypto';
import { sharedGroups, shippedReference } from '../../src/platform/shipped-reference.ts';
import type { House } from './app.ts';

/** Somebody in a test, signed in: asks and does over HTTP as a browser would. */
export interface Someone {
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
  readonly login: string;
  readonly cookie: string;
  get(url: string, headers?: Record<string, string>): Promise<Reply>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  patch(url: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  delete(url: string): Promise<Reply>;
}

type Session = Omit<Someone, 'id' | 'unitId' | 'agencyId' | 'login'>;

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // Tests look into bodies freely; what they expect is what they say.
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a test asserts what is in it
}

const password = 'a passphrase for tests alone';
let passwordHash: string | undefined;

/** Makes agencies, units and people of its own, so that no test sees another's rows. */
export class World {
  private clerk: string | null = null;

  constructor(private readonly house: House) {}

  /** A unit in a new agency of a type, which has agreed with all others to share with one another. */
  async aUnit(type = 'social'): Promise<{ unitId: string; agencyId: string }> {
    const [agencyId, unitId] = [randomUUID(), randomUUID()];
    const code = `A${agencyId.slice(0, 8).toUpperCase()}`;
    await this.house.rows(`INSERT INTO agency (id, code, name, type, country) VALUES ($1, $2, $2, $3, 'TJ')`, [agencyId, code, type]);
    await this.house.rows(`INSERT INTO unit (id, agency_id, name, region) VALUES ($1, $2, 'Unit', 'TJ-DU')`, [unitId, agencyId]);
    await this.agree(agencyId, unitId);
    return { unitId, agencyId };
  }

  /** Protocols in force between an agency and all others, both ways, for everything. */
  private async agree(agencyId: string, unitId: string): Promise<void> {
    this.clerk ??= await this.aClerk(agencyId, unitId);
    await this.house.rows(
      `INSERT INTO sharing_protocol (id, from_agency_id, to_agency_id, purposes, groups, legal_basis, signed_from_id, signed_to_id,
         breach_contact_id, valid_from, valid_to, status, proposed_by_id, approved_by_id, version)
       SELECT gen_random_uuid(), pair.from_id, pair.to_id, $3, $4, 'public-task', $2, $2, $2, '2020-01-01', '2039-12-31', 'active', $2, $2, 1
       FROM agency a CROSS JOIN LATERAL (VALUES (a.id, $1::uuid), ($1::uuid, a.id)) AS pair (from_id, to_id) WHERE a.id <> $1`,
      [agencyId, this.clerk, shippedReference().ids('consent-scope'), sharedGroups()],
    );
  }

  /** Somebody who works no more, and whose name stands under what was agreed. */
  private async aClerk(agencyId: string, unitId: string): Promise<string> {
    const id = randomUUID();
    await this.house.rows(
      `INSERT INTO person (id, login, display_name, role, unit_id, agency_id, active) VALUES ($1, $2, 'Clerk', 'auditor', $3, $4, false)`,
      [id, `clerk.${id.slice(0, 8)}@test.example`, unitId, agencyId],
    );
    return id;
  }

  /** Somebody signed in, in a role, in a unit (a new one if none is named). */
  async someone(role: string, at?: { unitId: string; agencyId: string }): Promise<Someone> {
    const { unitId, agencyId } = at ?? (await this.aUnit(role.startsWith('partner') ? 'partner' : 'social'));
    const id = randomUUID();
    const login = `${role}.${id.slice(0, 8)}@test.example`;
    await this.house.rows('INSERT INTO person (id, login, display_name, role, unit_id, agency_id) VALUES ($1, $2, $3, $4, $5, $6)', [
      id,
      login,
      role,
      role,
      unitId,
      agencyId,
    ]);
    return { id, unitId, agencyId, login, ...(await this.signIn(id, login)) };
  }

  /** A case of a worker, as the worker registers it. */
  async aCase(worker: Someone, facts: Record<string, unknown> = {}): Promise<{ id: string; code: string; etag: string }> {
    const reply = await worker.post('/cases', { ...newCase, ...facts });
    if (reply.status !== 201) throw new Error(`no case: ${reply.text}`);
    return { ...(reply.body as { id: string; code: string }), etag: reply.headers.etag as string };
  }

  /** A referral that a worker sent to somebody's unit, on a consent that covers it. */
  async aSentReferral(
    worker: Someone,
    to: Someone,
    serviceType = 'school-place',
  ): Promise<{ id: string; caseId: string; consentId: string }> {
    const { id: caseId } = await this.aCase(worker);
    const consent = await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
    const made = await worker.post(`/cases/${caseId}/referrals`, { toUnitId: to.unitId, serviceType, urgency: 'high' });
    const sent = await worker.post(`/referrals/${made.body.id}/send`);
    if (sent.status !== 200) throw new Error(`not sent: ${consent.text} ${made.text} ${sent.text}`);
    return { id: made.body.id as string, caseId, consentId: consent.body.id as string };
  }

  /** The same person at another screen. */
  async again(who: Someone): Promise<Someone> {
    return { ...who, ...(await this.session(who.login)) };
  }

  private async signIn(id: string, login: string): Promise<Session> {
    passwordHash ??= await hashed(this.house);
    await this.house.rows('INSERT INTO identity.credential (person_id, password_hash) VALUES ($1, $2)', [id, passwordHash]);
    return this.session(login);
  }

  private async session(login: string): Promise<Session> {
    const reply = await this.send('POST', '/session', '', { login, password }, {}, aPlace());
    if (reply.status !== 201) throw new Error(`not signed in: ${reply.text}`);
    const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? '';
    return {
      cookie,
      get: (url, headers) => this.send('GET', url, cookie, undefined, headers),
      post: (url, body = {}, headers) => this.send('POST', url, cookie, body, { 'idempotency-key': randomUUID(), ...headers }),
      patch: (url, body, headers) => this.send('PATCH', url, cookie, body, headers),
      delete: (url) => this.send('DELETE', url, cookie),
    };
  }

  /** Any request at all. */
  async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    cookie: string,
    body?: unknown,
    headers: Record<string, string> = {},
    from = '127.0.0.1',
  ): Promise<Reply> {
    const reply = await this.house.app.inject({
      method,
      url,
      remoteAddress: from,
      headers: { 'x-homeward': '1', ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: reply.body.startsWith('{') ? (JSON.parse(reply.body) as unknown) : null,
    };
  }
}

/** What a social worker needs to know to register a girl of ten. */
export const newCase = {
  country: 'TJ',
  region: 'TJ-SU',
  legalBasis: 'consent',
  birthQuarter: '2015-Q3',
  sex: 'female',
  language: 'tg',
  arrivedOn: '2026-02-20',
};

async function hashed(house: House): Promise<string> {
  const { Passwords } = await import('../../src/modules/identity/index.ts');
  return house.app.get(Passwords, { strict: false }).hash(password);
}

/** What a guardian agrees to for a girl of ten who assents. */
export const newConsent = {
  scopes: ['case-work', 'share', 'mhpss', 'health'],
  recipientIds: [] as string[],
  textVersion: 'share/v1',
  language: 'tg',
  givenBy: 'guardian',
  form: 'written',
  assent: 'given',
  givenOn: '2026-03-01',
};

let places = 0;

/** An address nobody else signs in from: a test of forty people is not a guesser at one place. */
function aPlace(): string {
  places += 1;
  return `10.0.${places >> 8}.${places & 255}`;
}
