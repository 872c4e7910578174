import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict, forbidden } from '../../kernel/problem.ts';
import { InCaseScope } from '../cases/index.ts';
import { overrideLifecycle, type OverrideStatus } from './consent-override.lifecycle.ts';

/** Of which referral and case it is: the case team's alone. */
@Entity('consent_override_source')
export class ConsentOverrideSource {
  @PrimaryColumn('uuid') consentOverrideId: string;
  @Column('uuid') referralId: string;
  @Column('uuid') caseId: string;
}

/** One referral that is to go out without a consent: on which legal basis and why, who asked, who allowed it, who looked at it afterwards. */
@Entity('consent_override')
export class ConsentOverride extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') toAgencyId: string;
  @Column('text') serviceType: string;
  /** The groups of fields that may go out, and no others. */
  @Column('text', { array: true }) groups: string[];
  @Column('text') legalBasis: string;
  @Column('text') reason: string;
  @Column('text') status: OverrideStatus = 'requested';
  @Column('uuid') requestedById: string;
  @Column('timestamptz') requestedAt: Date;
  @Column('uuid', { nullable: true }) decidedById: string | null = null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null = null;
  /** By when the privacy officer looks at it. */
  @Column('timestamptz', { nullable: true }) reviewBy: Date | null = null;
  /** When nobody had. */
  @Column('timestamptz', { nullable: true }) overdueAt: Date | null = null;
  @Column('uuid', { nullable: true }) reviewedById: string | null = null;
  @Column('timestamptz', { nullable: true }) reviewedAt: Date | null = null;
  /** Why it was declined or reversed. */
  @Column('text', { nullable: true }) refusalReason: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Another person than who asked lets it go, until it is looked at. */
  approve(by: { id: string }, at: Date, reviewBy: Date): void {
    this.decide('approve', by, at);
    this.reviewBy = reviewBy;
  }

  /** Another person does not let it go, and says why. */
  decline(by: { id: string }, at: Date, reason: string): void {
    this.decide('decline', by, at);
    this.refusalReason = reason;
  }

  /** Nobody has to answer any more, or nobody can: it may be asked anew when that changes. */
  lapse(at: Date): void {
    this.status = overrideLifecycle.next(this.status, 'decline');
    this.decidedAt = at;
    this.refusalReason = 'no-longer-asked';
  }

  /** What it still waits for: an answer, or the review that is overdue; null if for nothing. */
  waitsFor(): 'answer' | 'review' | null {
    if (this.status === 'requested') return 'answer';
    return this.status === 'approved' && this.overdueAt !== null ? 'review' : null;
  }

  /** A third person finds that it was right. */
  uphold(by: { id: string }, at: Date): void {
    this.review('uphold', by, at);
  }

  /** A third person finds that it was not, and says why. */
  reverse(by: { id: string }, at: Date, reason: string): void {
    this.review('reverse', by, at);
    this.refusalReason = reason;
  }

  /** Whether a referral can go out on it at this moment: nothing does once it should have been looked at and was not. */
  carries(at: Date): boolean {
    return this.status === 'upheld' || (this.status === 'approved' && this.reviewBy !== null && at < this.reviewBy);
  }

  /** Notes that nobody has looked at it in time. Says whether that is news. */
  fallOverdue(at: Date): boolean {
    if (this.status !== 'approved' || this.overdueAt !== null || this.reviewBy === null || at < this.reviewBy) return false;
    this.overdueAt = at;
    return true;
  }

  /** Refuses to let out more than was allowed. */
  refuseBeyond(groups: readonly string[]): void {
    const more = groups.filter((group) => !this.groups.includes(group));
    if (more.length > 0) throw conflict('override-too-narrow', { groups: more });
  }

  private decide(deed: 'approve' | 'decline', by: { id: string }, at: Date): void {
    const next = overrideLifecycle.next(this.status, deed);
    if (this.requestedById === by.id) throw forbidden({ why: 'own-request' });
    this.status = next;
    this.decidedById = by.id;
    this.decidedAt = at;
  }

  private review(deed: 'uphold' | 'reverse', by: { id: string }, at: Date): void {
    const next = overrideLifecycle.next(this.status, deed);
    if ([this.requestedById, this.decidedById].includes(by.id)) throw forbidden({ why: 'own-decision' });
    this.status = next;
    this.reviewedById = by.id;
    this.reviewedAt = at;
  }
}
