import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import type { Sql } from '../../platform/database/sql.ts';
import { Events } from '../../platform/events.ts';
import { system } from '../../platform/system.ts';
import { currentWork, withinWork } from '../../platform/work.ts';
import { AddressThrottle, asGuest } from '../identity/index.ts';
import { ReferralRecord } from '../referrals/index.ts';
import { Gate } from '../../access/gate.ts';
import { SlipLocked } from './slip.events.ts';
import { SlipRecord } from './slip.record.ts';
import { SlipSecrets } from './slip-secrets.ts';

/** A slip of which both halves are known to be in the right hands. */
export interface Brought {
  readonly slipId: string;
  readonly referralId: string;
  /** It has ended meanwhile: whoever holds it may learn what became of their own answer, and nothing else. */
  readonly isOver: boolean;
}

/** From where somebody comes with which halves. */
export interface Bringing {
  readonly token: string;
  readonly code: string;
  readonly address: string;
}

interface Found {
  readonly slip_id: string;
  readonly referral_id: string;
  readonly unit_id: string;
  readonly agency_id: string;
  readonly outcome: 'open' | 'over' | 'locked';
}

/** Where the throttle of the pages for slips is injected. */
export const SLIP_THROTTLE = Symbol('slip-throttle');

/** One answer for whatever does not hold: unknown, over, taken back, locked, and a wrong code. None can be told from another. */
const fitsNothing = (): Problem => new Problem(404, 'slip-fits-nothing');

/**
 * Lets whoever brings both halves of a slip act: as the system, in the name of the slip, in one transaction with the proof
 * (ADR 0049). What was tried is counted and logged even where it led to nothing.
 */
@Injectable()
export class Bearers {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly secrets: SlipSecrets,
    @Inject(SLIP_THROTTLE) private readonly throttle: AddressThrottle,
  ) {}

  /** Slows down whoever tries many slips from one place. */
  slowDown(address: string): void {
    const seconds = this.throttle.waitFor(address);
    if (seconds > 0) throw new Problem(429, 'too-many-tries', { params: { seconds }, headers: { 'retry-after': String(seconds) } });
  }

  /** Does something for somebody without an account. `act` gives null where it does not want this slip after all. */
  async bring<T>({ token, code, address }: Bringing, act: (slip: Brought) => Promise<T | null>): Promise<T> {
    this.slowDown(address);
    const values = [this.secrets.hashOfToken(token), this.secrets.hashOfCode(code), this.clock.now(), currentWork().id];
    const sql = { name: 'slip-brought', text: 'SELECT * FROM identity.slip_brought($1, $2, $3, $4)', values };
    const done = await asGuest(this.database, async () => {
      const found = await this.weigh(sql);
      return found === null ? null : this.as(found, () => act(broughtOf(found)));
    });
    if (done === null) throw fitsNothing();
    return done;
  }

  /**
   * Does something for a unit whose code was read out to the asker. The code is weighed first in a transaction of its own, so that
   * a wrong one is counted though the deed is refused.
   */
  async hear<T>(slipId: string, code: string, act: (slip: Brought) => Promise<T>): Promise<T | null> {
    const values = [slipId, this.secrets.hashOfCode(code), this.clock.now(), currentWork().id];
    const sql = { name: 'slip-heard', text: 'SELECT * FROM identity.slip_heard($1, $2, $3, $4)', values };
    const { id, actor } = currentWork();
    const first = await withinWork({ id, actor, transaction: null }, async () => {
      try {
        const found = await this.weigh(sql);
        await this.database.finish();
        return found;
      } catch (error) {
        await this.database.undo();
        throw error;
      }
    });
    if (first?.outcome !== 'open') return null;
    const found = await this.weigh(sql);
    return found?.outcome === 'open' ? this.as(found, () => act(broughtOf(found))) : null;
  }

  private async weigh(sql: Sql): Promise<Found | null> {
    const [found] = await this.database.rows<Found>(sql);
    if (found?.outcome !== 'locked') return found ?? null;
    await this.as(found, () => this.lock(found));
    return null;
  }

  /** That was one wrong code too many. */
  private async lock({ slip_id: slipId, referral_id: referralId }: Found): Promise<void> {
    const slip = await this.gate.take(SlipRecord, slipId, 'lock');
    slip.lock(this.clock.now());
    this.database.keep(slip);
    const { workerId, unitId, supervisorUnitId } = await this.gate.peek(ReferralRecord, referralId);
    await this.events.publish(new SlipLocked(referralId, workerId, unitId, supervisorUnitId, this.clock.now()));
  }

  /** The system for the slip: the database lets it answer this one referral, because the signed context names the slip. */
  private as<T>({ slip_id: id, unit_id: unitId, agency_id: agencyId }: Found, act: () => Promise<T>): Promise<T> {
    const actor: Actor = { ...system, id, unitId, agencyId };
    return this.database.as(actor, act);
  }
}

function broughtOf({ slip_id: slipId, referral_id: referralId, outcome }: Found): Brought {
  return { slipId, referralId, isOver: outcome === 'over' };
}
