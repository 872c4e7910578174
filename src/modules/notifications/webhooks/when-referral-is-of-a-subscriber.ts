import { Injectable } from '@nestjs/common';
import { On } from '../../../platform/events.ts';
import { ReferralAnswered, ReferralMessageWritten, ReferralPlaceMoved, ReferralReminderDue, ReferralSent } from '../../referrals/index.ts';
import type { WebhookKind } from './webhook-message.entity.ts';
import { WebhookQueue } from './webhook-queue.ts';

const ofTheUnit: readonly string[] = ['recipients', 'sides'];
const ofTheSender = 'next-step';
const taking: readonly string[] = ['cancel', 'recall', 'enter-in-error'];

/** Programs that act for a unit hear of every step of a referral to it, whoever took it. */
@Injectable()
export class WhenReferralIsOfASubscriber {
  constructor(private readonly queue: WebhookQueue) {}

  @On(ReferralSent, { as: 'system' })
  whenSent({ referralId, toUnitId, at }: ReferralSent): Promise<void> {
    return this.tell(toUnitId, 'referral.sent', referralId, at);
  }

  @On(ReferralAnswered, { as: 'system' })
  whenAnswered({ referralId, toUnitId, move, at }: ReferralAnswered): Promise<void> {
    // To the unit that has it now it is a new one.
    if (move === 'pass-on') return this.tell(toUnitId, 'referral.sent', referralId, at);
    return this.tell(toUnitId, taking.includes(move) ? 'referral.cancelled' : 'referral.changed', referralId, at);
  }

  /** What the unit is reminded of, its program is; what climbs beyond the unit is for people. */
  @On(ReferralReminderDue, { as: 'system' })
  async whenReminderDue({ referralId, toUnitId, about, hearers, at }: ReferralReminderDue): Promise<void> {
    if (ofTheUnit.includes(hearers.to) || (hearers.to === 'again' && about !== ofTheSender))
      await this.tell(toUnitId, 'referral.waiting', referralId, at);
  }

  @On(ReferralPlaceMoved, { as: 'system' })
  whenPlaceMoved({ referralId, toUnitId, at }: ReferralPlaceMoved): Promise<void> {
    return this.tell(toUnitId, 'referral.changed', referralId, at);
  }

  @On(ReferralMessageWritten, { as: 'system' })
  whenWritten({ referralId, toUnitId, at }: ReferralMessageWritten): Promise<void> {
    return this.tell(toUnitId, 'referral.message', referralId, at);
  }

  private async tell(unitId: string, kind: WebhookKind, referralId: string, at: Date): Promise<void> {
    for (const webhookId of await this.queue.ofUnit(unitId)) await this.queue.add(webhookId, kind, referralId, at);
  }
}
