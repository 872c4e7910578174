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
  @VersionColumn({ type: 'integer' }) version: number;

  /** Another person than who proposed it puts it into force. */
  approve(by: { id: string }): void {
    const next = protocolLifecycle.next(this.status, 'approve');
    if (this.proposedById === by.id) throw forbidden({ why: 'own-request' });
    this.status = next;
    this.approvedById = by.id;
  }

  /** Nothing new is shared on it from now on. */
  end(on: string): void {
    this.status = protocolLifecycle.next(this.status, 'end');
    this.endedOn = on;
  }
}
