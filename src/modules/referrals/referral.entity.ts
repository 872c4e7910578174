import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict, forbidden } from '../../kernel/problem.ts';
import { actsAs, type Acting } from '../../platform/database/context.ts';
import type { Outcome } from './outcome.ts';
import { openStates, referralLifecycle, reRoutableStates, type ReferralStatus } from './referral.lifecycle.ts';
import { WaitsForPlace } from './waits-for-place.ts';

const HOUR = 3_600_000;

/** Whose hand it is: a person's, or nobody's who has an account here, where a unit answers with a slip. */
export type Hand = Acting;

/** What the receiving unit holds of a request to serve a returnee: never the case, only a code made for this referral. */
@Entity('referral')
export class Referral extends WaitsForPlace {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('uuid') toUnitId: string;
  @Column('uuid') toAgencyId: string;
  @Column('text') serviceType: string;
  /** The service of the directory that is asked for; none where the unit has described none. */
  @Column('uuid', { nullable: true }) serviceId: string | null = null;
  @Column('text') urgency: string;
  @Column('text') status: ReferralStatus = 'draft';
  @Column('timestamptz', { nullable: true }) sentAt: Date | null = null;
  @Column('timestamptz', { nullable: true }) seeBy: Date | null = null;
  /** When somebody who answers for the unit was told of it. */
  @Column('timestamptz', { nullable: true }) deliveredAt: Date | null = null;
  @Column('timestamptz', { nullable: true }) seenAt: Date | null = null;
  @Column('uuid', { nullable: true }) claimedById: string | null = null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null = null;
  @Column('uuid', { nullable: true }) answeredById: string | null = null;
  /** How many hours after the deadline it was answered, each begun hour counted; none if it was in time. */
  @Column('integer', { nullable: true }) lateByHours: number | null = null;
  @Column('text', { nullable: true }) reason: string | null = null;
  @Column('text', { nullable: true }) outcomeCode: string | null = null;
  @Column('date', { nullable: true }) outcomeOn: string | null = null;
  @Column('integer', { nullable: true }) outcomeUnits: number | null = null;
  @Column('text', { nullable: true }) noUnitsReason: string | null = null;
  @Column('text', { nullable: true }) clientConfirmed: string | null = null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null = null;
  @Column('boolean') packageOpen: boolean = false;
  /** The day until which the receiving agency means to let the work rest; only it takes it up again. */
  @Column('date', { nullable: true }) holdUntil: string | null = null;
  /** A question of the other side is unanswered: who is waited for. The database keeps both as the messages have it. */
  @Column('boolean') awaitsSender: boolean = false;
  @Column('boolean') awaitsRecipient: boolean = false;
  /** Since when mail reaches none of those who were told of it. The database ends that once somebody there has seen it or answered. */
  @Column('timestamptz', { nullable: true }) notReachedSince: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The sender lets it go; from now the deadlines run. */
  send(at: Date, seeBy: Date, decideBy: Date): void {
    this.status = referralLifecycle.next(this.status, 'send');
    this.sentAt = at;
    this.seeBy = seeBy;
    this.decideBy = decideBy;
  }

  /** Somebody who answers for the receiving unit has been told of it. */
  arrive(at: Date): void {
    this.deliveredAt ??= at;
  }

  /** Mail reaches none of those who were told of it; nobody has seen it. */
  reachNobody(at: Date): void {
    this.notReachedSince ??= at;
  }

  /** Somebody of the receiving unit has looked at it. */
  see(at: Date): void {
    this.seenAt ??= at;
  }

  /** One person of the receiving unit takes it on, so that two do not do the same. */
  claim(by: Hand): void {
    this.refuseWhenOver('claim');
    if (this.claimedById !== null && this.claimedById !== by.id) throw conflict('referral-claimed');
    this.claimedById = by.id;
  }

  /** The focal point gives it to themselves, whoever had it. */
  takeOver(by: Hand): void {
    this.refuseWhenOver('take-over');
    this.claimedById = by.id;
  }

  /** Whoever claimed it lets it go again. */
  unclaim(by: Hand): void {
    this.refuseWhenOver('unclaim');
    if (this.claimedById === null) throw conflict('referral-not-claimed');
    if (this.claimedById !== by.id) throw forbidden({ why: 'claimed-by-other' });
    this.claimedById = null;
  }

  /** Whoever took it on does not work there any more. */
  releaseClaim(): void {
    this.refuseWhenOver('release-claim');
    this.claimedById = null;
  }

  /** Its unit is no more: another one of the agency has it now, as far as it has come. Nobody there has taken it on yet. */
  passOnTo(unitId: string): void {
    this.releaseClaim();
    this.toUnitId = unitId;
  }

  /** It is over, and its unit is no more: another one of the agency answers for what was given. What was shared is not its to read. */
  leaveTo(unitId: string): void {
    this.claimedById = null;
    this.closePackage();
    this.toUnitId = unitId;
  }

  /** The receiving agency takes the referral on, and may read what was shared for it. */
  accept(by: Hand, at: Date): void {
    const next = referralLifecycle.next(this.status, 'accept');
    this.claim(by);
    this.status = next;
    this.answer(by, at);
    this.packageOpen = true;
  }

  /** The receiving agency cannot serve this person, and says why. */
  reject(by: Hand, at: Date, reason: string): void {
    const next = referralLifecycle.next(this.status, 'reject');
    this.claim(by);
    this.status = next;
    this.answer(by, at);
    this.end(at, reason);
  }

  /** The first service was delivered. */
  begin(): void {
    if (this.status === 'accepted') this.status = referralLifecycle.next(this.status, 'begin');
  }

  /** The work has to wait. */
  hold(by: Hand, reason: string, until: string | null): void {
    const next = referralLifecycle.next(this.status, 'hold');
    this.claim(by);
    this.status = next;
    this.reason = reason;
    this.holdUntil = until;
  }

  /** The work goes on. */
  resume(by: Hand): void {
    const next = referralLifecycle.next(this.status, 'resume');
    this.claim(by);
    this.status = next;
    this.reason = null;
    this.holdUntil = null;
  }

  /** The service was given: what came of it. The package stays readable for a while, for the record. */
  complete(by: Hand, at: Date, outcome: Outcome): void {
    const next = referralLifecycle.next(this.status, 'complete');
    this.claim(by);
    this.status = next;
    Object.assign(this, outcome);
    this.endedAt = at;
  }

  /** The service could not be given. */
  fail(by: Hand, at: Date, reason: string): void {
    const next = referralLifecycle.next(this.status, 'fail');
    this.claim(by);
    this.status = next;
    this.reason = reason;
    this.holdUntil = null;
    this.endedAt = at;
  }

  /** Nobody answered in time: it is over, so that help can be looked for elsewhere. */
  expire(at: Date): void {
    this.status = referralLifecycle.next(this.status, 'expire');
    this.end(at, 'no-answer');
  }

  /** What was shared may be read no longer. */
  closePackage(): void {
    this.packageOpen = false;
  }

  /** On which side somebody stands who may do something to it. */
  sideOf(by: Hand): 'sender' | 'recipient' {
    return actsAs(by, this.workerId) ? 'sender' : 'recipient';
  }

  /** Either side calls it off; what was shared is closed at once. */
  cancel(at: Date, reason: string): void {
    this.status = referralLifecycle.next(this.status, 'cancel');
    this.end(at, reason);
  }

  /** The supervisor of the sender's team takes it back; what was shared is closed at once. */
  recall(at: Date, reason: string): void {
    this.status = referralLifecycle.next(this.status, 'recall');
    this.end(at, reason);
  }

  /** Somebody else is asked instead: who has not answered is told that it is off, who has refused or stopped stays as they were. */
  reRoute(at: Date): void {
    if (!reRoutableStates.includes(this.status)) throw conflict('referral-cannot-re-route', { state: this.status });
    if (this.status === 'sent') this.cancel(at, 're-routed');
  }

  /** The sender made a mistake; nobody else sees it any more. */
  enterInError(at: Date): void {
    this.status = referralLifecycle.next(this.status, 'enter-in-error');
    this.end(at, null);
  }

  /** An answer that comes too late is an answer; that it came late is kept. */
  private answer({ id }: Hand, at: Date): void {
    this.see(at);
    this.answeredAt = at;
    this.answeredById = id;
    const late = at.getTime() - (this.decideBy ?? at).getTime();
    this.lateByHours = late > 0 ? Math.ceil(late / HOUR) : null;
  }

  private end(at: Date, reason: string | null): void {
    this.reason = reason;
    this.holdUntil = null;
    this.endedAt = at;
    this.closePackage();
  }

  /** What is shared is a question as long as nothing is. */
  refuseUnlessDraft(deed: string): void {
    if (this.status !== 'draft') throw conflict(`referral-cannot-${deed}`, { state: this.status });
  }

  /** Either side says something to the other, as long as there is something to be done. */
  refuseUnlessUnderWay(): void {
    this.refuseWhenOver('write');
  }

  /** Who does the work is no question any more when there is none left. */
  private refuseWhenOver(deed: string): void {
    if (!openStates.includes(this.status)) throw conflict(`referral-cannot-${deed}`, { state: this.status });
  }
}
