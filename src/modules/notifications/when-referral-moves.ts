import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';
import {
  Arrivals,
  ReferralAnswered,
  ReferralMessageWritten,
  ReferralPlaceMoved,
  ReferralReRouted,
  ReferralSent,
} from '../referrals/index.ts';
import { recipientsIn, Telling } from './telling.ts';

/** What the other side is told of a step; who looked at a referral, or works on it, is no news to it. */
const kinds: Readonly<Record<string, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  hold: 'on-hold',
  resume: 'resumed',
  complete: 'completed',
  fail: 'failed',
  expire: 'never-answered',
  cancel: 'cancelled',
  recall: 'cancelled',
  'enter-in-error': 'cancelled',
};

/** What the unit alone is told: it is no news to the sender who does the work. */
const toTheUnit: Readonly<Record<string, string>> = { 'pass-on': 'passed-on', 'release-claim': 'left-behind' };

/** Its hours run through the night. */
const isEmergency = (urgency: string): boolean => urgency === 'emergency';

/** Tells a unit what was sent to it, and each side what the other did: a referral nobody hears of is help nobody gives. */
@Injectable()
export class WhenReferralMoves {
  constructor(
    private readonly telling: Telling,
    private readonly agencies: Agencies,
    private readonly reference: Reference,
    private readonly arrivals: Arrivals,
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
    const isTold = await this.telling.post(recipientsIn(toUnitId), { ...about, isUrgent: isEmergency(urgency) });
    if (isTold) await this.arrivals.note(subjectId, createdAt);
  }

  @On(ReferralAnswered, { as: 'system' })
  async whenAnswered({ move, by, toUnitId, workerId, unitId, supervisorUnitId, urgency, ...event }: ReferralAnswered): Promise<void> {
    const kind = kinds[move] ?? toTheUnit[move];
    if (kind === undefined) return;
    const { eventId: causeId, referralId: subjectId, at: createdAt } = event;
    const message = { causeId, kind, subjectType: 'referral', subjectId, dueOn: null, createdAt, isUrgent: isEmergency(urgency) } as const;
    // That it was the supervisor is for the worker to know, and for nobody else.
    const toWorker = by === 'supervisor' ? { ...message, kind: 'recalled' } : message;
    if (by !== 'sender' && !(move in toTheUnit)) await this.telling.worker(workerId, unitId, supervisorUnitId, toWorker);
    if (by !== 'recipient') await this.telling.post(recipientsIn(toUnitId), message);
  }

  /** A place is kept for a person who waits, until it has to be decided; or it went to somebody else, because nobody took it. */
  @On(ReferralPlaceMoved, { as: 'system' })
  async whenPlaceMoved(event: ReferralPlaceMoved): Promise<void> {
    const { eventId: causeId, referralId: subjectId, toUnitId, toAgencyId, decideBy, at: createdAt, move } = event;
    const calendar = this.reference.calendar(await this.agencies.countryOf(toAgencyId));
    const dueOn = move === 'lapsed' || decideBy === null ? null : calendar.dayOf(decideBy);
    const about = { causeId, kind: `place-${move}`, subjectType: 'referral', subjectId, dueOn, createdAt } as const;
    const message = { ...about, isUrgent: isEmergency(event.urgency) };
    await this.telling.post(recipientsIn(toUnitId), message);
    await this.telling.worker(event.workerId, event.unitId, event.supervisorUnitId, message);
  }

  /** Whoever did it themselves knows. */
  @On(ReferralReRouted, { as: 'system' })
  async whenReRouted({ by, workerId, unitId, supervisorUnitId, urgency, ...event }: ReferralReRouted): Promise<void> {
    if (by === 'sender') return;
    const { eventId: causeId, referralId: subjectId, at: createdAt } = event;
    const about = { causeId, kind: 're-routed', subjectType: 'referral', subjectId, dueOn: null, createdAt } as const;
    await this.telling.worker(workerId, unitId, supervisorUnitId, { ...about, isUrgent: isEmergency(urgency) });
  }

  /** That something was said, and whether an answer is waited for; what was said is read where it stands. */
  @On(ReferralMessageWritten, { as: 'system' })
  async whenWritten({
    by,
    wantsAnswer,
    toUnitId,
    workerId,
    unitId,
    supervisorUnitId,
    urgency,
    ...event
  }: ReferralMessageWritten): Promise<void> {
    const { eventId: causeId, referralId: subjectId, at: createdAt } = event;
    const kind = wantsAnswer ? 'question' : 'message';
    const message = { causeId, kind, subjectType: 'referral', subjectId, dueOn: null, createdAt, isUrgent: isEmergency(urgency) } as const;
    if (by === 'recipient') await this.telling.worker(workerId, unitId, supervisorUnitId, message);
    else await this.telling.post(recipientsIn(toUnitId), message);
  }
}
