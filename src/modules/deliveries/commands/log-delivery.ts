import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code, Day, Id, Maybe, Whole } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { ReferralRecord } from '../../referrals/index.ts';
import { Delivery } from '../delivery.entity.ts';
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

/** The receiving unit logs a service on a referral it has taken on; the first one begins the work. */
@Injectable()
export class LogDelivery {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(referralId: string, input: NewDelivery): Promise<Answer> {
    const referral = await this.gate.take(ReferralRecord, referralId, 'deliver');
    if (!['accepted', 'in_progress'].includes(referral.status)) throw conflict('referral-cannot-deliver', { state: referral.status });
    const now = this.clock.now();
    if (new Date(input.deliveredOn) > now) throw invalidInput({ field: 'deliveredOn', code: 'in-the-future' });
    if (input.correctsId !== undefined) await this.refuseForeignCorrection(input.correctsId, referralId);
    referral.begin();
    this.database.keep(referral);
    const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed, serviceType, toUnitId: byUnitId } = referral;
    const delivery = Object.assign(new Delivery(), input, {
      workerId,
      unitId,
      supervisorUnitId,
      specialistUnitId,
      sealed,
      serviceType,
      byUnitId,
    });
    Object.assign(delivery, { id: randomUUID(), referralId, authorId: this.database.actor.id, recordedAt: now });
    this.gate.admit(DeliveryRecord, delivery);
    return this.gate.show(DeliveryRecord, delivery.id);
  }

  private async refuseForeignCorrection(id: string, referralId: string): Promise<void> {
    const corrected = await this.gate.peek(DeliveryRecord, id);
    if (corrected.referralId !== referralId) throw invalidInput({ field: 'correctsId', code: 'other-referral' });
  }
}
