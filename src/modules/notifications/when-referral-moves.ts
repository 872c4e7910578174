import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import { ReferralAnswered, ReferralSent } from '../referrals/index.ts';
import { recipientsIn, Telling, type Message } from './telling.ts';

/** What the other side is told of a step; who looked at a referral, or works on it, is no news to it. */
const kinds: Readonly<Record<string, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  hold: 'on-hold',
  resume: 'resumed',
  complete: 'completed',
  fail: 'failed',
  expire: 'unanswered',
  cancel: 'cancelled',
  'enter-in-error': 'cancelled',
};

/** Its hours run through the night. */
const isEmergency = (urgency: string): boolean => urgency === 'emergency';

/** Tells a unit what was sent to it, and each side what the other did: a referral nobody hears of is help nobody gives. */
@Injectable()
export class WhenReferralMoves {
  constructor(
    private readonly telling: Telling,
    private readonly agencies: Agencies,
    private readonly people: People,
    private readonly reference: Reference,
  ) {}

  @On(ReferralSent, { as: 'system' })
  async whenSent({
    eventId: causeId,
    referralId: subjectId,
    toUnitId,
    toAgencyId,
    urgency,
    decideBy,
    at: createdAt,
  }: ReferralSent): Promise<void> {
    const dueOn = this.reference.calendar(await this.agencies.countryOf(toAgencyId)).dayOf(decideBy);
    const about = { causeId, kind: 'arrived', subjectType: 'referral', subjectId, dueOn, createdAt } as const;
    await this.recipients(toUnitId, { ...about, isUrgent: isEmergency(urgency) });
  }

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ move, by, toUnitId, workerId, unitId, supervisorUnitId, urgency, ...event }: ReferralAnswered): Promise<void> {
    const kind = kinds[move];
    if (kind === undefined) return;
    const { eventId: causeId, referralId: subjectId, at: createdAt } = event;
    const message = { causeId, kind, subjectType: 'referral', subjectId, dueOn: null, createdAt, isUrgent: isEmergency(urgency) } as const;
    if (by !== 'sender') await this.telling.worker(workerId, unitId, supervisorUnitId, message);
    if (by !== 'recipient') await this.recipients(toUnitId, message);
  }

  /** Tells those who answer referrals to a unit. That there is nobody is no gap where a unit works without accounts: it hears by its slip. */
  private async recipients(unitId: string, message: Message): Promise<void> {
    const post = recipientsIn(unitId);
    const isToBeTold = !(await this.agencies.worksWithoutAccounts(unitId)) || (await this.people.holding(post.roles, unitId)).length > 0;
    if (isToBeTold) await this.telling.post(post, message);
  }
}
