import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import { Arrivals, ReferralReminderDue } from '../referrals/index.ts';
import { recipientsIn, supervisorsOf, Telling, type Message } from './telling.ts';

/** What those are told who have to act themselves: `see-soon`, `decide-due`. */
const acts: Readonly<Record<string, string>> = { seen: 'see', decided: 'decide' };
const moments: Readonly<Record<string, string>> = { 'soon-due': 'soon', due: 'due' };

/** What is said of whatever else a referral waits for. */
const words: Readonly<Record<string, string>> = {
  'at-work': 'at-rest',
  'hold-over': 'hold-over',
  'answer-of-sender': 'question-open',
  'answer-of-recipient': 'question-open',
  dispute: 'dispute-open',
  'next-step': 'next-step',
  unsent: 'unsent',
};

/** What supervisors are told the number of, again and again. */
const counts: Readonly<Record<string, string>> = {
  'at-work': 'referrals-at-rest',
  'hold-over': 'referrals-held-over',
  'answer-of-sender': 'referrals-to-answer',
  'answer-of-recipient': 'referrals-without-answer',
  dispute: 'referrals-disputed',
  'next-step': 'referrals-without-next-step',
  unsent: 'referrals-unsent',
};

/** What is the sender's to do; the rest is the recipient's. */
const ofSender: readonly string[] = ['next-step', 'answer-of-sender', 'unsent'];

/** Reminds a unit of what waits there, and tells step by step those who can do something about it when nobody there answers. */
@Injectable()
export class WhenReferralWaits {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
    private readonly agencies: Agencies,
    private readonly reference: Reference,
    private readonly arrivals: Arrivals,
  ) {}

  @On(ReferralReminderDue, { as: 'system' })
  async whenReminderDue(event: ReferralReminderDue): Promise<void> {
    const message = await this.messageOf(event);
    switch (event.hearers.to) {
      case 'recipients':
        return this.recipients(event, message);
      case 'sides':
        await this.recipients(event, message);
        return this.sender(event, message);
      case 'worker':
        return this.sender(event, message);
      case 'again':
        return this.again(event, message);
      case 'focal-point':
        return this.focalPoints(event, message);
      case 'supervisor':
        return this.supervisors(event, message);
      case 'coordinator':
        return this.coordinators(event, message);
    }
  }

  private async messageOf({ eventId, referralId, toAgencyId, about, kind, urgency, dueAt, at }: ReferralReminderDue): Promise<Message> {
    const calendar = this.reference.calendar(await this.agencies.countryOf(toAgencyId));
    const moment = moments[kind];
    const word = words[about] ?? (moment === undefined ? 'unanswered' : `${acts[about]}-${moment}`);
    return {
      ...{ causeId: eventId, subjectType: 'referral', subjectId: referralId, createdAt: at },
      kind: word,
      dueOn: dueAt === null ? null : calendar.dayOf(dueAt),
      isUrgent: urgency === 'emergency',
    };
  }

  /** Who took it on, if they still work there; else everybody who answers for the unit. Whoever hears of it now has got it. */
  private async recipients({ toUnitId, claimedById, referralId, at }: ReferralReminderDue, message: Message): Promise<void> {
    const post = recipientsIn(toUnitId);
    const holders = await this.people.holding(post.roles, toUnitId);
    const isClaimed = claimedById !== null && holders.includes(claimedById);
    if (isClaimed) await this.telling.each([claimedById], message);
    if (isClaimed || (await this.telling.post(post, message))) await this.arrivals.note(referralId, at);
  }

  private sender({ toSenderId: causeId, workerId, unitId, supervisorUnitId }: ReferralReminderDue, message: Message): Promise<void> {
    return this.telling.worker(workerId, unitId, supervisorUnitId, { ...message, causeId });
  }

  /** Those of the desk itself are shown which referral it is; whoever answers for the agency elsewhere, at which of its units. */
  private async focalPoints({ toUnitId, hearers }: ReferralReminderDue, message: Message): Promise<void> {
    const atDesk = await this.people.holding(recipientsIn(toUnitId).roles, toUnitId);
    const beside = hearers.ids.filter((id) => !atDesk.includes(id));
    await this.telling.each(
      hearers.ids.filter((id) => atDesk.includes(id)),
      message,
    );
    const kind = message.kind === 'unanswered' ? 'referrals-unanswered' : 'referrals-waited-for';
    await this.telling.each(beside, { ...message, kind, subjectType: 'unit', subjectId: toUnitId });
  }

  /** The sender and those who supervise them can look for help elsewhere. A sealed case is its worker's alone. */
  private async supervisors(event: ReferralReminderDue, message: Message): Promise<void> {
    const { sealed, workerId, unitId, supervisorUnitId } = event;
    if (sealed) return this.sender(event, message);
    // Of what was never sent they are told how much there is; that nobody supervises the team, those above.
    if (event.about === 'unsent' && (await this.number(event, message))) return;
    await this.telling.post(supervisorsOf(supervisorUnitId), message);
    if (workerId !== null && (await this.people.serves(workerId, 'social-worker', unitId))) await this.sender(event, message);
  }

  /** Whoever has to act hears of it again; those who supervise the sender how many there are by now. A sealed case is its worker's alone. */
  private async again(event: ReferralReminderDue, message: Message): Promise<void> {
    const { about, sealed } = event;
    if (ofSender.includes(about) || sealed) await this.sender(event, message);
    if (!ofSender.includes(about)) await this.recipients(event, message);
    if (!sealed) await this.number(event, message);
  }

  /** Tells those who supervise the sender how many there are. Whether anybody does. */
  private async number(
    { about, supervisorUnitId: unitId, hearers, toSupervisorsId: causeId }: ReferralReminderDue,
    message: Message,
  ): Promise<boolean> {
    const kind = counts[about];
    if (kind === undefined) return false;
    const supervisors = await this.people.holding(supervisorsOf(unitId).roles, unitId);
    const number = { kind, subjectType: 'unit', subjectId: unitId, dueOn: null, howMany: hearers.howMany ?? 1 } as const;
    await this.telling.count(supervisors, { ...message, ...number, causeId });
    return supervisors.length > 0;
  }

  /** A coordinator hears how many an agency leaves unanswered, and neither which nor since when. */
  private async coordinators({ toAgencyId, hearers }: ReferralReminderDue, message: Message): Promise<void> {
    const about = { kind: 'referrals-late', subjectType: 'agency', subjectId: toAgencyId, dueOn: null } as const;
    await this.telling.count(hearers.ids, { ...message, ...about, howMany: hearers.howMany ?? 1 });
  }
}
