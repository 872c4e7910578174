import { Column, Entity, PrimaryColumn } from 'typeorm';
import { conflict, forbidden } from '../../kernel/problem.ts';

/** Another person's word on what a draft would share. It is of the package as it was: the database voids it when that changes. */
@Entity('referral_approval')
export class ReferralApproval {
  @PrimaryColumn('uuid') referralId: string;
  @Column('uuid', { name: 'case_id' }) approvalCaseId: string;
  // Of most referrals nobody has to ask: then there is no such row, and its fields are shown as empty.
  @Column('text', { nullable: true }) approval: 'asked' | 'approved' | 'declined' | 'void';
  @Column('uuid', { nullable: true }) approvalAskedById: string;
  @Column('timestamptz', { nullable: true }) approvalAskedAt: Date;
  @Column('uuid', { nullable: true }) approvalDecidedById: string | null = null;
  @Column('timestamptz', { nullable: true }) approvalDecidedAt: Date | null = null;
  @Column('text', { nullable: true }) declineReason: string | null = null;

  /** The sender asks for it, for the first time or anew. */
  ask(by: { id: string }, at: Date): void {
    if (this.approval === 'asked') throw conflict('approval-already-asked');
    if (this.approval === 'approved') throw conflict('approval-already-given');
    this.approval = 'asked';
    this.approvalAskedById = by.id;
    this.approvalAskedAt = at;
    this.approvalDecidedById = null;
    this.approvalDecidedAt = null;
    this.declineReason = null;
  }

  /** Another person than who asked agrees to sharing just this. */
  approve(by: { id: string }, at: Date): void {
    this.decide('approved', by, at);
  }

  /** Another person does not agree, and says why. */
  decline(by: { id: string }, at: Date, reason: string): void {
    this.decide('declined', by, at);
    this.declineReason = reason;
  }

  private decide(approval: 'approved' | 'declined', by: { id: string }, at: Date): void {
    if (this.approval !== 'asked') throw conflict('approval-not-asked');
    if (this.approvalAskedById === by.id) throw forbidden({ why: 'own-request' });
    this.approval = approval;
    this.approvalDecidedById = by.id;
    this.approvalDecidedAt = at;
  }
}
