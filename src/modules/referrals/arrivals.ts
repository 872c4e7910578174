import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { awaits } from './awaits.ts';
import type { Referral } from './referral.entity.ts';
import { ReferralRecord } from './referral.record.ts';

/** When a referral reached people: sending it to a unit in which nobody answers is not yet that. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  /** Somebody who answers for the unit was told of it; the first time counts. As the system. */
  async note(referralId: string, at: Date): Promise<void> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'note-arrival');
    referral.arrive(at);
    this.database.keep(referral);
  }

  /**
   * Mail reaches none of those who were told of it, if that is so once nobody else is at the referral; the asker looks then. Returns the
   * referral if this is news. As the system.
   */
  async noteNotReached(referralId: string, at: Date, isSo: (referral: Referral) => Promise<boolean>): Promise<Referral | null> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'note-not-reached');
    if (!awaits(referral, 'seen') || referral.notReachedSince !== null || !(await isSo(referral))) return null;
    referral.reachNobody(at);
    return this.database.keep(referral);
  }
}
