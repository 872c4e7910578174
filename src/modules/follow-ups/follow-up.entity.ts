import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { InCaseScope } from '../cases/index.ts';
import { followUpLifecycle, type FollowUpStatus } from './follow-up.lifecycle.ts';

/** How it went, for a check after closure what its form asks, and whether the child was heard. */
export interface Outcome {
  readonly result: string;
  readonly safe?: string;
  readonly settled?: string;
  readonly wantsHelp?: string;
  readonly childViews?: string;
  readonly childViewsReason?: string;
}

/** A promise to see the person again by a day. */
@Entity('follow_up')
export class FollowUp extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') caseId: string;
  @Column('text') type: string;
  @Column('text') status: FollowUpStatus = 'planned';
  @Column('date') dueOn: string;
  @Column('text') riskBasis: string;
  @Column('text') country: string;
  @Column('date', { nullable: true }) doneOn: string | null = null;
  @Column('uuid', { nullable: true }) doneById: string | null = null;
  @Column('text', { nullable: true }) result: string | null = null;
  @Column('text', { nullable: true }) waivedReason: string | null = null;
  @Column('date', { nullable: true }) waivedOn: string | null = null;
  /** The day it was planned for before anybody put it off. */
  @Column('date') plannedOn: string;
  @Column('integer') movedTimes: number = 0;
  @Column('text', { nullable: true }) movedReason: string | null = null;
  /** The one before it was waived: two in a row are not. */
  @Column('boolean') afterWaiver: boolean = false;
  /** What the day counts from or leads to: the last review, the end of a judgement, the month of a birthday, the closure. */
  @Column('date', { nullable: true }) aboutOn: string | null = null;
  /** The light form of a check after closure. */
  @Column('text', { nullable: true }) safe: string | null = null;
  @Column('text', { nullable: true }) settled: string | null = null;
  @Column('text', { nullable: true }) wantsHelp: string | null = null;
  /** Whether a child of an age to assent was asked what it thinks, and if not, why. */
  @Column('text', { nullable: true }) childViews: string | null = null;
  @Column('text', { nullable: true }) childViewsReason: string | null = null;
  /** The calendar and timers by which its days were reckoned. */
  @Column('text') reckonedBy: string;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether somebody still has to act. */
  isOpen(): boolean {
    return followUpLifecycle.movesFrom(this.status).includes('complete');
  }

  /** The day has come. */
  fallDue(): void {
    if (this.status === 'planned') this.status = followUpLifecycle.next(this.status, 'fall-due');
  }

  /** The day has passed, and others have to know. */
  miss(): void {
    if (this.status !== 'missed') this.status = followUpLifecycle.next(this.status, 'miss');
  }

  /** The danger changed, so the day does. */
  planAnew(dueOn: string, riskBasis: string): void {
    this.status = followUpLifecycle.next(this.status, 'plan-anew');
    this.dueOn = dueOn;
    this.plannedOn = dueOn;
    this.movedTimes = 0;
    this.movedReason = null;
    this.riskBasis = riskBasis;
  }

  /** Another day suits better; the day it was planned for stays to be seen. */
  reschedule(dueOn: string, reason: string): void {
    this.status = followUpLifecycle.next(this.status, 'reschedule');
    this.dueOn = dueOn;
    this.movedTimes += 1;
    this.movedReason = reason;
  }

  /** The worker has seen, or tried to see, the person. */
  complete(by: { id: string }, on: string, { result, safe, settled, wantsHelp, childViews, childViewsReason }: Outcome): void {
    this.status = followUpLifecycle.next(this.status, 'complete');
    this.doneOn = on;
    this.doneById = by.id;
    this.result = result;
    this.safe = safe ?? null;
    this.settled = settled ?? null;
    this.wantsHelp = wantsHelp ?? null;
    this.childViews = childViews ?? null;
    this.childViewsReason = childViewsReason ?? null;
  }

  /** What it was to lead to has been done by another deed. */
  fulfil(on: string): void {
    this.status = followUpLifecycle.next(this.status, 'fulfil');
    this.doneOn = on;
  }

  /** The calendar is another one now: the day may have become a day of rest. */
  reckonAnew(dueOn: string, by: string): void {
    if (this.dueOn !== dueOn) this.planAnew(dueOn, this.riskBasis);
    this.reckonedBy = by;
  }

  /** Whether the person needs somebody again, by the form of a check after closure. */
  isConcern(): boolean {
    return this.type === 'post-closure-check' && (this.result === 'reached-concern' || this.safe === 'no' || this.wantsHelp === 'yes');
  }

  /** There is a reason not to. */
  waive(reason: string, on: string): void {
    this.status = followUpLifecycle.next(this.status, 'waive');
    this.waivedReason = reason;
    this.waivedOn = on;
  }
}
