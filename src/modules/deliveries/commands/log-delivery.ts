import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code, Day, Id, Maybe, Whole } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ReferralRecord, ReferralServed, ServiceDays, servingStates } from '../../referrals/index.ts';
import { Delivery } from '../delivery.entity.ts';
import { DeliveryLogged } from '../delivery.events.ts';
import { DeliveryRecord } from '../delivery.record.ts';

/** A service as it was given. */
export class NewDelivery {
  @Day() deliveredOn: string;
  @Code(listed('delivery-mode')) mode: string;
  @Code(listed('attendance')) attendance: string;
  @Maybe() @Code(listed('duration-band')) durationBand?: string;
  @Maybe() @Whole(0, 10_000) units?: number;
  @Maybe() @Id() correctsId?: string;
}

/** What was logged may have to be corrected when the work rests or is over. */
const served: readonly string[] = ['on_hold', 'completed', 'failed'];

/** The receiving unit logs a service on a referral it has taken on; the first one begins the work. A mistake is corrected once, by another row. */
@Injectable()
export class LogDelivery {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly days: ServiceDays,
  ) {}

  async run(referralId: string, input: NewDelivery): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'deliver');
    const states = input.correctsId === undefined ? servingStates : [...servingStates, ...served];
    if (!states.includes(referral.status)) throw conflict('referral-cannot-deliver', { state: referral.status });
    await this.days.refuseUnlikely(referral, 'deliveredOn', input.deliveredOn);
    if (input.correctsId !== undefined) await this.refuseForeignCorrection(input.correctsId, referralId);
    referral.begin();
    this.database.keep(referral);
    const recordedAt = this.clock.now();
    const delivery = Delivery.on(referral, { ...input, authorId: this.database.actor.id, recordedAt });
    this.gate.admit(DeliveryRecord, delivery);
    await this.events.publish(new DeliveryLogged(delivery, recordedAt));
    await this.events.publish(new ReferralServed(referralId, recordedAt));
    return this.gate.show(DeliveryRecord, delivery.id);
  }

  private async refuseForeignCorrection(id: string, referralId: string): Promise<void> {
    const corrected = await this.gate.peek(DeliveryRecord, id);
    if (corrected.referralId !== referralId) throw invalidInput({ field: 'correctsId', code: 'other-referral' });
  }
}
