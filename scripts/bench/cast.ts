import { createHash, randomBytes } from 'node:crypto';
import type { Client } from 'pg';

/** Somebody whose requests are measured, signed in. */
export interface Person {
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
  readonly cookie: string;
}

/** A row, and who works on it. */
export interface Owned {
  readonly id: string;
  readonly person: Person;
}

/** The roles that receive referrals, and an agency whose desks the bench opens for them. */
export const receiving = { 'partner-worker': 'CSO-2', 'ministry-officer': 'EDU', 'focal-point': 'HEA' } as const;
/** A desk of each kind for each of these roles: so many referrals as a team has cases, a great many, and those that will be accepted. */
export const desks = ['usual', 'full', 'answering'] as const;
export type Desk = (typeof desks)[number];

/** What a desk of the bench is called. */
export function deskName(role: string, desk: Desk): string {
  return `Bench: ${role}, ${desk}`;
}

/** How many workers or supervisors take part: enough that the same rows are not asked for all the time. */
const mostOfARole = 64;

/** Finds who takes part, and signs them in without their passwords: a session is a row. */
export class Cast {
  constructor(private readonly client: Client) {}

  /** People of a role, or whoever sits at one desk. */
  async people(role: string, desk: Desk | null = null): Promise<Person[]> {
    const { rows } = await this.client.query<{ id: string; unitId: string; agencyId: string }>(
      `SELECT p.id, p.unit_id AS "unitId", p.agency_id AS "agencyId" FROM person p JOIN unit u ON u.id = p.unit_id
       WHERE p.role = $1 AND ($2::text IS NULL OR u.name = $2) ORDER BY p.id LIMIT ${mostOfARole}`,
      [role, desk === null ? null : deskName(role, desk)],
    );
    if (rows.length === 0) throw new Error(`There is no ${role}${desk === null ? '' : ` at the desk "${desk}"`}.`);
    const people: Person[] = [];
    for (const person of rows) people.push({ ...person, cookie: await this.signIn(person.id) });
    return people;
  }

  /** The rows of these people, found by a query about one of them, in an order of no meaning; the bench ends if there are none. */
  async rowsOf(people: readonly Person[], text: string, whose: 'id' | 'unitId'): Promise<Owned[]> {
    const owned: Owned[] = [];
    for (const person of people) {
      const { rows } = await this.client.query<{ id: string }>(text, [person[whose]]);
      owned.push(...rows.map(({ id }) => ({ id, person })));
    }
    if (owned.length === 0) throw new Error(`Nothing to ask about: ${text}`);
    // one person's rows do not stand side by side
    return owned.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Nobody's session grows old while others are measured. */
  async keepAwake(): Promise<void> {
    await this.client.query('UPDATE identity.session SET last_seen_at = now()');
  }

  private async signIn(personId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.client.query(
      `INSERT INTO identity.session (token_hash, person_id, role, unit_id, agency_id)
       SELECT $1, id, role, unit_id, agency_id FROM person WHERE id = $2`,
      [createHash('sha256').update(token).digest(), personId],
    );
    return `__Host-homeward=${token}`;
  }
}
