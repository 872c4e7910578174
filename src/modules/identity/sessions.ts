import { Injectable } from '@nestjs/common';
import { Policy } from '../../access/role.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { asGuest } from './as-guest.ts';
import { Remembered } from './remembered.ts';
import { Holder, type Cover } from './session-holder.ts';

interface Facts {
  readonly person_id: string;
  readonly role: string;
  readonly unit_id: string;
  readonly agency_id: string;
}

/**
 * Who holds which session, and for whom they stand in. What is remembered here only saves asking: whether the session still holds and
 * whether they still stand in for the same people is asked by every transaction itself, so ending either acts on the next request.
 */
@Injectable()
export class Sessions {
  private readonly known = new Remembered<Holder>();

  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** The one who holds this session, as one and the same object for as long as it is remembered and of one day; null if it does not hold. */
  async actorOf(sessionHash: Buffer): Promise<Actor | null> {
    const holder = await this.known.of(sessionHash.toString('hex'), () => this.ask(sessionHash));
    return holder?.at(this.clock.now()) ?? null;
  }

  /** The session was found ended, or its holder to stand in for others than was thought: the next request asks anew. */
  forget(sessionHash: Buffer): void {
    this.known.forget(sessionHash.toString('hex'));
  }

  private async ask(sessionHash: Buffer): Promise<Holder | null> {
    const sql = {
      name: 'session-facts',
      text: `SELECT f.*, s.country, s.covered_id, s.from_on, s.to_on
             FROM identity.session_facts($1) f LEFT JOIN identity.standing_in($1) s ON true`,
      values: [sessionHash],
    };
    const rows = await asGuest(this.database, async () => {
      await this.database.begin();
      return this.database.finish<Facts & Cover>(sql);
    });
    const [facts] = rows;
    if (facts === undefined) return null;
    const { persona } = this.policy.role(facts.role);
    const actor = { id: facts.person_id, role: facts.role, persona, unitId: facts.unit_id, agencyId: facts.agency_id, sessionHash };
    return new Holder(actor, rows, facts.country === null ? null : this.reference.calendar(facts.country));
  }
}
