import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { complaintLifecycle, type ComplaintStatus } from './complaint.lifecycle.ts';

/** By when a complaint has to be dealt with. */
export interface ComplaintClock {
  readonly acknowledgeBy: string;
  readonly settleBy: string;
}

/** Somebody who has no name complains of an agency, to privacy officers of another one. */
@Entity('complaint')
export class Complaint {
  @PrimaryColumn('uuid') id: string;
  /** Of whom. */
  @Column('uuid') agencyId: string;
  @Column('text') serviceType: string;
  @Column('text') kind: string;
  @Column('date') receivedOn: string;
  @Column('text') status: ComplaintStatus;
  /** Whose privacy officers deal with it: never those of the agency complained of. */
  @Column('uuid', { nullable: true }) handlerAgencyId: string | null;
  @Column('date', { nullable: true }) acknowledgeBy: string | null;
  @Column('date', { nullable: true }) settleBy: string | null;
  /** When whoever deals with it is told the next time. */
  @Column('timestamptz', { nullable: true }) remindAt: Date | null;
  @Column('uuid', { nullable: true }) acknowledgedById: string | null;
  @Column('date', { nullable: true }) acknowledgedOn: string | null;
  @Column('uuid', { nullable: true }) settledById: string | null;
  @Column('date', { nullable: true }) settledOn: string | null;
  @Column('text', { nullable: true }) outcome: string | null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Somebody who is not complained of has it now; its days do not begin anew when it goes to others. */
  handTo(agencyId: string, { acknowledgeBy, settleBy }: ComplaintClock): void {
    this.handlerAgencyId = agencyId;
    this.acknowledgeBy ??= acknowledgeBy;
    this.settleBy ??= settleBy;
  }

  /** When it is looked at the next time, should it still be open. */
  remindNext(at: Date): void {
    this.remindAt = at;
  }

  /** Somebody has read it, and deals with it. */
  acknowledge(by: { readonly id: string }, on: string): void {
    this.status = complaintLifecycle.next(this.status, 'acknowledge');
    this.acknowledgedById = by.id;
    this.acknowledgedOn = on;
  }

  /** What was done is said; there is nothing more to do. */
  settle(by: { readonly id: string }, on: string, outcome: string): void {
    this.status = complaintLifecycle.next(this.status, 'settle');
    this.settledById = by.id;
    this.settledOn = on;
    this.outcome = outcome;
  }
}
