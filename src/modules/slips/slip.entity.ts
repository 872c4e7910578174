import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { Problem } from '../../kernel/problem.ts';
import { InCaseScope } from '../cases/index.ts';
import { slipLifecycle, type SlipStatus } from './slip.lifecycle.ts';

/**
 * What a unit without accounts holds instead of one, for one referral. It stands for two secrets that travel apart, a link and a
 * code; here is only what became of it.
 */
@Entity('referral_slip')
export class Slip extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  @Column('uuid') caseId: string;
  @Column('text') status: SlipStatus = 'open';
  /** The language of whoever gets it. */
  @Column('text') language: string;
  @Column('uuid') issuedById: string;
  @Column('timestamptz') issuedAt: Date;
  @Column('timestamptz') expiresAt: Date;
  /** When both halves of it were brought for the first time. */
  @Column('timestamptz', { nullable: true }) openedAt: Date | null = null;
  /** Who wrote down the answer, if it was read out. */
  @Column('uuid', { nullable: true }) recordedById: string | null = null;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Both halves of it were brought, or the code was read out to somebody. */
  present(at: Date, recordedBy: string | null): void {
    this.openedAt ??= at;
    this.recordedById = recordedBy ?? this.recordedById;
  }

  /** It is taken back: lost, or another takes its place. */
  void(at: Date): void {
    this.status = slipLifecycle.next(this.status, 'void');
    this.endedAt = at;
  }

  /** Too many wrong codes were tried on it. */
  lock(at: Date): void {
    this.status = slipLifecycle.next(this.status, 'lock');
    this.endedAt = at;
  }

  /** Its time is over. */
  expire(at: Date): void {
    this.status = slipLifecycle.next(this.status, 'expire');
    this.endedAt = at;
  }

  /** Whoever issued it knows the code: that they heard it proves nothing. */
  refuseHearer(hearer: { id: string }, senderId: string): void {
    if ([this.issuedById, senderId].includes(hearer.id)) throw new Problem(403, 'slip-heard-by-another');
  }
}
