import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { handOf, ReferralCompleted } from '../referrals/index.ts';
import { Delivery } from './delivery.entity.ts';
import { DeliveryLogged } from './delivery.events.ts';
import { DeliveryRecord } from './delivery.record.ts';

/**
 * The units of an outcome are all that was given. What nobody logged before is logged with it, in the same transaction, so that
 * deliveries and outcomes add up (a session that was attended and not counted is one); how it was given is not said there, so the row has no mode.
 */
@Injectable()
export class WhenReferralCompleted {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  @On(ReferralCompleted)
  async whenCompleted({ referral, outcome, at }: ReferralCompleted): Promise<void> {
    const units = (outcome.outcomeUnits ?? 0) - (await this.logged(referral.id));
    if (units <= 0) return;
    const { id: authorId } = handOf(this.database.actor);
    const given = { deliveredOn: outcome.outcomeOn, attendance: 'attended', units, authorId, recordedAt: at };
    const delivery = this.gate.admit(DeliveryRecord, Delivery.on(referral, given));
    await this.events.publish(new DeliveryLogged(delivery, at));
  }

  private async logged(referralId: string): Promise<number> {
    const [row] = await this.database.rows<{ units: number }>({
      name: 'units-logged',
      text: `SELECT coalesce(sum(coalesce(d.units, (d.attendance = 'attended')::int)), 0)::int AS units FROM delivery d
             WHERE d.referral_id = $1 AND NOT EXISTS (SELECT FROM delivery c WHERE c.corrects_id = d.id)`,
      values: [referralId],
    });
    return row?.units ?? 0;
  }
}
