import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict, forbidden, invalidInput } from '../../kernel/problem.ts';
import { caseLifecycle, type CaseStatus } from './case.lifecycle.ts';

/** Moves that need nothing but the right state; closing and reopening need more. */
export type PlainMove = 'register' | 'assess' | 'plan' | 'activate' | 'review' | 'hold' | 'resume';

/** One person's case: where it stands and who is responsible. It holds a code, never a name. */
@Entity('case_core')
export class CaseCore {
  @PrimaryColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('integer') alias: number;
  @Column('text') status: CaseStatus = 'draft';
  @Column('text') phase: string;
  @Column('text') priority: string;
  @Column('text') risk = 'unknown';
  @Column('date', { nullable: true }) riskSetOn: string | null = null;
  @Column('date', { nullable: true }) riskExpiresOn: string | null = null;
  @Column('text') country: string;
  @Column('text') legalBasis: string;
  @Column('text', { nullable: true }) closureReason: string | null = null;
  @Column('uuid', { nullable: true }) closureRequestedById: string | null = null;
  @Column('uuid', { nullable: true }) workerId: string | null = null;
  @Column('uuid') unitId: string;
  @Column('uuid') supervisorUnitId: string;
  @Column('uuid', { nullable: true }) specialistUnitId: string | null = null;
  @Column('uuid', { nullable: true }) specialistReferralId: string | null = null;
  @Column('boolean') sealed: boolean = false;
  @Column('text', { nullable: true }) sealReason: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** A step of the work that needs nothing but the right state. */
  move(move: PlainMove): void {
    this.status = caseLifecycle.next(this.status, move);
  }

  /** The worker's judgement of the danger the person is in; it holds until it expires, then counts as unknown. */
  setRisk(risk: string, on: string, expiresOn: string): void {
    this.refuseWhenClosed();
    this.risk = risk;
    this.riskSetOn = on;
    this.riskExpiresOn = expiresOn;
  }

  /** The judgement is too old to go by; when it was made stays to be seen. */
  expireRisk(): void {
    this.risk = 'unknown';
    this.riskExpiresOn = null;
  }

  /** The danger to reckon with on a day: a judgement that expired is none, and none counts as high. */
  effectiveRisk(on: string): string {
    const known = this.risk !== 'unknown' && this.riskExpiresOn !== null && on <= this.riskExpiresOn;
    return known ? this.risk : 'high';
  }

  /** Another worker of the unit takes the case over. */
  assignTo(workerId: string): void {
    this.refuseWhenClosed();
    if (workerId === this.workerId) throw conflict('case-already-theirs');
    this.workerId = workerId;
  }

  /** Specialists took the person into their care, on a referral; or nobody of them cares any more. */
  leaveHealthTo(specialists: { unitId: string; referralId: string } | null): void {
    this.specialistUnitId = specialists?.unitId ?? null;
    this.specialistReferralId = specialists?.referralId ?? null;
  }

  /** The person's place on the way home; only one phase forward at a time, back with a reason. */
  moveToPhase(phase: string, order: readonly string[]): void {
    this.refuseWhenClosed();
    const step = order.indexOf(phase) - order.indexOf(this.phase);
    if (!order.includes(phase) || step === 0 || step > 1) throw conflict('phase-not-next', { phase: this.phase });
    this.phase = phase;
  }

  /** The worker holds the work to be done and asks another person to close the case. */
  requestClosure(by: { id: string }, reason: string): void {
    caseLifecycle.next(this.status, 'close');
    if (this.closureRequestedById !== null) throw conflict('closure-already-requested');
    // Whoever would have to agree does not see it.
    if (this.sealed) throw conflict('case-sealed');
    this.closureRequestedById = by.id;
    this.closureReason = reason;
  }

  /** Another person agrees: the case is closed. */
  close(by: { id: string }): void {
    const next = caseLifecycle.next(this.status, 'close');
    if (this.closureRequestedById === null) throw conflict('approval-needed');
    if (this.closureRequestedById === by.id) throw forbidden({ why: 'own-request' });
    this.status = next;
    this.closureRequestedById = null;
  }

  /** Another person does not agree: the work goes on. */
  refuseClosure(): void {
    if (this.closureRequestedById === null) throw conflict('closure-not-requested');
    this.closureRequestedById = null;
    this.closureReason = null;
  }

  /** The person needs help again. */
  reopen(): void {
    this.status = caseLifecycle.next(this.status, 'reopen');
    this.closureReason = null;
  }

  /** Somebody of the team must not know of it any more: from now it is the worker's alone. */
  seal(reason: string): void {
    this.refuseWhenClosed();
    this.sealed = true;
    this.sealReason = reason;
  }

  /** What it was sealed for is over: the team sees it again. */
  unseal(): void {
    this.sealed = false;
    this.sealReason = null;
  }

  /** Whether there is work to do. */
  isOpen(): boolean {
    return this.status !== 'closed' && this.status !== 'transferred_out';
  }

  /** Refuses a change to work that is over. */
  refuseWhenClosed(): void {
    if (!this.isOpen()) throw conflict('case-closed', { state: this.status });
  }

  /** Refuses a country that the unit does not work in. */
  static countryOf(region: string, country: string): void {
    if (!region.startsWith(`${country}-`)) throw invalidInput({ field: 'region', code: 'other-country' });
  }
}
