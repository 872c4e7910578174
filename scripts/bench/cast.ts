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

/** Which desk of the receiving agencies has which pile, so that no work eats another's. */
export const desks = {
  'partner-worker': { usual: 'CSO-2', full: 'CSO-1', answering: 'LEG' },
  'ministry-officer': { usual: 'HEA', full: 'EDU', answering: 'LAB' },
  'focal-point': { usual: 'CIV', full: 'EDU', answering: 'SOC' },
} as const;

/** How many workers or supervisors take part: enough that the same rows are not asked for all the time. */
const mostOfARole = 64;

/** Finds who takes part, and signs them in without their passwords: a session is a row. */
export class Cast {
  constructor(private readonly client: Client) {}

  /** People of a role who have cases, or who sit at the desk of one agency. */
  async people(role: string, agency: string | null = null): Promise<Person[]> {
    const { rows } = await this.client.query<{ id: string; unitId: string; agencyId: string }>(
      `SELECT p.id, p.unit_id AS "unitId", p.agency_id AS "agencyId" FROM person p JOIN agency a ON a.id = p.agency_id
       WHERE p.role = $1 AND ($2::text IS NULL OR a.code = $2) ORDER BY p.id LIMIT ${mostOfARole}`,
      [role, agency],
    );
    if (rows.length === 0) throw new Error(`There is no ${role}${agency === null ? '' : ` at ${agency}`}.`);
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
