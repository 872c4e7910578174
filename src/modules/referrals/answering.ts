import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Answer } from '../../platform/answer.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import type { Hand, Referral } from './referral.entity.ts';
import { ReferralAnswered, ReferralDraftEnded } from './referral.events.ts';
import { ReferralRecord } from './referral.record.ts';

/** A deed of either side that changes a sent referral. */
export type ReferralDeed = (typeof ReferralRecord.deeds)[number];

/** In whose name a referral is answered: a slip's is nobody's here, for whoever holds it has no account. */
export function handOf({ id, persona, standing }: Actor): Hand {
  return { id: persona === 'p_system' ? null : id, standing };
}

/** What every step after sending has in common: take the referral, do one thing to it, tell the other side. */
@Injectable()
export class Answering {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Does one deed to one referral. */
  async answer(id: string, deed: ReferralDeed, act: (referral: Referral, by: Hand, at: Date) => void | Promise<void>): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, id, deed);
    const at = this.clock.now();
    await act(referral, handOf(this.database.actor), at);
    this.database.keep(referral);
    // A draft that is thrown away is no news to the other side: nobody had got it.
    if (referral.sentAt === null) await this.events.publish(new ReferralDraftEnded(id, at));
    else await this.events.publish(new ReferralAnswered(referral, deed, referral.sideOf(this.database.actor), at));
    return this.gate.show(ReferralRecord, id);
  }
}
