import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { asGuest } from './as-guest.ts';
import { Remembered } from './remembered.ts';

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
  private readonly known = new Remembered<Actor>();

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
  ) {}

  /** The one who holds this session, as one and the same object for as long as it is remembered; null if it does not hold. */
  actorOf(sessionHash: Buffer): Promise<Actor | null> {
    return this.known.of(sessionHash.toString('hex'), () => this.ask(sessionHash));
  }

  /** The session was found ended: the next request asks anew. */
  forget(sessionHash: Buffer): void {
    this.known.forget(sessionHash.toString('hex'));
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
