import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { forbidden } from '../../kernel/problem.ts';
import { protocolLifecycle, type ProtocolStatus } from './protocol.lifecycle.ts';

/** What one agency may share with another: what for, which groups of fields, on which basis, from when to when. It holds one way. */
@Entity('sharing_protocol')
export class SharingProtocol {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') fromAgencyId: string;
  @Column('uuid') toAgencyId: string;
  @Column('text', { array: true }) purposes: string[];
  @Column('text', { array: true }) groups: string[];
  @Column('text') legalBasis: string;
  /** Who signed for the agency that shares, and who for the one that receives. */
  @Column('uuid') signedFromId: string;
  @Column('uuid') signedToId: string;
  /** Whom to turn to in the receiving agency when something got out. */
  @Column('uuid') breachContactId: string;
  @Column('date') validFrom: string;
  /** The last day on which it holds. */
  @Column('date') validTo: string;
  @Column('text') status: ProtocolStatus = 'draft';
  @Column('uuid') proposedById: string;
  @Column('uuid', { nullable: true }) approvedById: string | null = null;
  @Column('date', { nullable: true }) endedOn: string | null = null;
  /** When the privacy officer was asked last to look at it. */
  @Column('timestamptz', { nullable: true }) askedAt: Date | null = null;
  /** How many days before its end people were told last; -1: that it has ended. */
  @Column('integer', { nullable: true }) toldDaysBefore: number | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Another person than who proposed it puts it into force. */
  approve(by: { id: string }): void {
    const next = protocolLifecycle.next(this.status, 'approve');
    if (this.proposedById === by.id) throw forbidden({ why: 'own-request' });
    this.status = next;
    this.approvedById = by.id;
  }

  /** The privacy officer is asked again, if it still waits and nobody was asked since then. Whether there is anything to say. */
  askAgain(before: Date, at: Date): boolean {
    if (this.status !== 'draft' || (this.askedAt !== null && this.askedAt > before)) return false;
    this.askedAt = at;
    return true;
  }

  /** People are told how near its end is, each time once. Whether there is anything to say. */
  tellOfEnd(daysBefore: number): boolean {
    if (this.status !== 'active' || (this.toldDaysBefore !== null && this.toldDaysBefore <= daysBefore)) return false;
    this.toldDaysBefore = daysBefore;
    return true;
  }

  /** Nothing new is shared on it from now on. */
  end(on: string): void {
    this.status = protocolLifecycle.next(this.status, 'end');
    this.endedOn = on;
  }
}
