import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ReferralRecord, servingStates } from '../../referrals/index.ts';
import type { Delivery } from '../delivery.entity.ts';
import { DeliveryRecord } from '../delivery.record.ts';
import type { NewDelivery } from '../given.ts';
import { Logging } from '../logging.ts';

/** What was logged may have to be corrected when the work rests or is over, also because the other side disputes it then. */
const served: readonly string[] = ['on_hold', 'completed', 'failed', 'cancelled'];

/** The receiving unit logs a service on a referral it has taken on; the first one begins the work. A mistake is corrected once, by another row. */
@Injectable()
export class LogDelivery {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly logging: Logging,
  ) {}

  async run(referralId: string, { correctsId, duplicateReason, ...given }: NewDelivery): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'deliver');
    const states = correctsId === undefined ? servingStates : [...servingStates, ...served];
    if (!states.includes(referral.status)) throw conflict('referral-cannot-deliver', { state: referral.status });
    await this.logging.refuseUnlikely(referral, given);
    const staff = await this.logging.staffOf(given);
    const corrected = correctsId === undefined ? null : await this.corrected(correctsId, referralId);
    const earlier = (await this.logging.earlierOf([referralId])).filter(({ id }) => id !== correctsId);
    // Why there were two on that day was said when the corrected one was logged, or the other.
    const isSameDay = corrected?.deliveredOn === given.deliveredOn;
    const twin = isSameDay ? undefined : this.logging.sameDay(earlier, referralId, given);
    if (twin !== undefined && duplicateReason === undefined) throw conflict('duplicate-delivery', { deliveryId: twin.id });

    const beside = { ...staff, earlier, corrected, duplicateReason: twin && duplicateReason };
    const { id } = await this.logging.write(referral, given, beside);
    // After the row that takes its place: the database lets nothing be corrected by nothing.
    if (corrected !== null) this.database.keep(corrected);
    return this.gate.show(DeliveryRecord, id);
  }

  private async corrected(id: string, referralId: string): Promise<Delivery> {
    const corrected = await this.gate.take(DeliveryRecord, id, 'correct');
    if (corrected.referralId !== referralId) throw invalidInput({ field: 'correctsId', code: 'other-referral' });
    corrected.correct();
    return corrected;
  }
}
