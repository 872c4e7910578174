import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { forbidden } from '../../kernel/problem.ts';
import { InCaseScope } from '../cases/index.ts';
import type { Referral } from '../referrals/index.ts';
import { deliveryLifecycle, unansweredStates, type DeliveryStatus } from './delivery.lifecycle.ts';

/** What whoever logs a service has to say of it. */
type Given = Pick<Delivery, 'deliveredOn' | 'attendance' | 'authorId' | 'recordedAt' | 'confirmBy'> & Partial<Delivery>;

/** One service given to somebody, as the one who gave it logged it. A mistake is corrected by another row, never by a change. */
@Entity('delivery')
export class Delivery extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  /** Who gave it, for good. */
  @Column('uuid') byUnitId: string;
  /** Who answers for it on the giving side: the unit that has the referral now. The database keeps it so. */
  @Column('uuid') toUnitId: string;
  @Column('text') serviceType: string;
  @Column('text') status: DeliveryStatus = 'recorded';
  @Column('date') deliveredOn: string;
  /** It was logged so late that the supervisor has to agree. */
  @Column('boolean') backDated: boolean = false;
  @Column('text', { nullable: true }) mode: string | null = null;
  @Column('text') attendance: string;
  @Column('text', { nullable: true }) durationBand: string | null = null;
  /** How much was given: 0 where nobody came, none where nobody counted. */
  @Column('integer', { nullable: true }) units: number | null = null;
  /** Which part of the plan it serves. */
  @Column('text', { nullable: true }) planDomain: string | null = null;
  @Column('integer', { nullable: true }) staffCount: number | null = null;
  @Column('uuid', { nullable: true }) correctsId: string | null = null;
  @Column('text', { nullable: true }) disputeReason: string | null = null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null = null;
  @Column('uuid', { nullable: true }) answeredById: string | null = null;
  /** By when the sender's side should have said whether it was so. */
  @Column('timestamptz', { nullable: true }) confirmBy: Date | null = null;
  /** That time is over, and nobody has said. */
  @Column('boolean') overdue: boolean = false;
  /** Nobody, where it was told with a slip: whoever holds one has no account. */
  @Column('uuid', { nullable: true }) authorId: string | null;
  @Column('timestamptz') recordedAt: Date;
  /** Why the sender's side has withdrawn the row that this one corrects, and who did. */
  @Column('text', { nullable: true }) withdrawReason: string | null = null;
  @Column('uuid', { nullable: true }) withdrawnById: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** A delivery on a referral, by the unit that took it on. */
  static on(referral: Referral, given: Given): Delivery {
    const { id: referralId, toUnitId, serviceType, workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = referral;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    const delivery = Object.assign(new Delivery(), given, scope, {
      ...{ id: randomUUID(), referralId, byUnitId: toUnitId, toUnitId, serviceType },
    });
    if (delivery.backDated) delivery.status = 'late';
    return delivery;
  }

  /** The worker says that it was so. */
  confirm(by: { id: string }, at: Date): void {
    this.answer('confirm', by, at);
  }

  /** The supervisor takes it although it was logged late. */
  agree(by: { id: string }, at: Date): void {
    this.answer('agree', by, at);
  }

  /** The sender's side says that it was not so, or not like that. */
  dispute(by: { id: string }, at: Date, reason: string): void {
    this.answer('dispute', by, at);
    this.disputeReason = reason;
  }

  /** Another row takes its place; what was said of it stays readable. */
  correct(): void {
    this.status = deliveryLifecycle.next(this.status, 'correct');
    this.overdue = false;
  }

  /** The row that takes its place, by the sender's side: nothing was given. Nobody here wrote it who gave anything. */
  withdraw(by: { id: string }, at: Date, reason: string, confirmBy: Date): Delivery {
    this.status = deliveryLifecycle.next(this.status, 'withdraw');
    const { referralId, byUnitId, toUnitId, serviceType, deliveredOn, attendance, planDomain } = this;
    const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = this;
    return Object.assign(new Delivery(), {
      ...{ id: randomUUID(), referralId, byUnitId, toUnitId, serviceType, deliveredOn, attendance, planDomain, units: 0 },
      ...{ workerId, unitId, supervisorUnitId, specialistUnitId, sealed },
      ...{ correctsId: this.id, authorId: null, recordedAt: at, confirmBy, withdrawReason: reason, withdrawnById: by.id },
    });
  }

  /** Nobody has said in time whether it was so. */
  fallOverdue(): void {
    if (unansweredStates.includes(this.status)) this.overdue = true;
  }

  /** Whether it was disputed, also after it was corrected for that. */
  wasDisputed(): boolean {
    return this.disputeReason !== null;
  }

  private answer(move: 'confirm' | 'agree' | 'dispute', by: { id: string }, at: Date): void {
    const next = deliveryLifecycle.next(this.status, move);
    if ([this.authorId, this.withdrawnById].includes(by.id)) throw forbidden({ why: 'own-work' });
    this.status = next;
    this.answeredAt = at;
    this.answeredById = by.id;
    this.overdue = false;
  }
}
