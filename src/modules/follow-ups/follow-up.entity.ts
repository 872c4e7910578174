import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { InCaseScope } from '../cases/index.ts';
import { followUpLifecycle, type FollowUpStatus } from './follow-up.lifecycle.ts';

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
    this.riskBasis = riskBasis;
  }

  /** The worker has seen, or tried to see, the person. */
  complete(by: { id: string }, on: string, result: string): void {
    this.status = followUpLifecycle.next(this.status, 'complete');
    this.doneOn = on;
    this.doneById = by.id;
    this.result = result;
  }

  /** There is a reason not to. */
  waive(reason: string): void {
    this.status = followUpLifecycle.next(this.status, 'waive');
    this.waivedReason = reason;
  }
}
