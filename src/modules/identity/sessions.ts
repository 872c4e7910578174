import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { asGuest } from './as-guest.ts';

const mostSessions = 10_000;
const lifetimeMilliseconds = 5 * 60_000;

interface Known {
  readonly actor: Promise<Actor | null>;
  readonly until: number;
}

interface Facts {
  readonly person_id: string;
  readonly role: string;
  readonly unit_id: string;
  readonly agency_id: string;
}

/**
 * Who holds which session. What is remembered here only saves asking who somebody is: whether the session still holds
 * is asked by every transaction itself, so ending one acts on the next request.
 */
@Injectable()
export class Sessions {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  /** The one who holds this session, as one and the same object for as long as it is remembered; null if it does not hold. */
  async actorOf(sessionHash: Buffer): Promise<Actor | null> {
    const key = sessionHash.toString('hex');
    const known = this.known.get(key);
    if (known !== undefined && known.until > performance.now()) {
      this.known.delete(key);
      this.known.set(key, known);
      return known.actor;
    }
    const actor = this.ask(sessionHash);
    this.remember(key, { actor, until: performance.now() + lifetimeMilliseconds });
    try {
      const found = await actor;
      if (found === null) this.forget(sessionHash);
      return found;
    } catch (error) {
      this.forget(sessionHash);
      throw error;
    }
  }

  /** The session was found ended: the next request asks anew. */
  forget(sessionHash: Buffer): void {
    this.known.delete(sessionHash.toString('hex'));
  }

  private remember(key: string, known: Known): void {
    this.known.set(key, known);
    const [oldest] = this.known.keys();
    if (this.known.size > mostSessions && oldest !== undefined) this.known.delete(oldest);
  }

  private async ask(sessionHash: Buffer): Promise<Actor | null> {
    const sql = { name: 'session-facts', text: 'SELECT * FROM identity.session_facts($1)', values: [sessionHash] };
    const [facts] = await asGuest(this.database, async () => {
      await this.database.begin();
      return this.database.finish<Facts>(sql);
    });
    if (facts === undefined) return null;
    const { persona } = this.policy.role(facts.role);
    return { id: facts.person_id, role: facts.role, persona, unitId: facts.unit_id, agencyId: facts.agency_id, sessionHash };
  }
}
