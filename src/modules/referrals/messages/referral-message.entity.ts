import { randomUUID } from 'node:crypto';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InCaseScope } from '../../cases/index.ts';
import type { Referral } from '../referral.entity.ts';

export const sides = ['sender', 'recipient'] as const;
export type Side = (typeof sides)[number];

/** A few words between whoever sent a referral and whoever received it: a subject from a list, and a short text if need be. */
@Entity('referral_message')
export class ReferralMessage extends InCaseScope {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') referralId: string;
  @Column('uuid') toUnitId: string;
  /** Whether the recipient may read it: as long as it may read what was shared. The database keeps it so. */
  @Column('boolean') open: boolean;
  @Column('text') side: Side;
  @Column('uuid') authorId: string;
  @Column('text') subject: string;
  @Column('text', { nullable: true }) text: string | null = null;
  /** The question of the other side that it answers. */
  @Column('uuid', { nullable: true }) answersId: string | null = null;
  /** It is a question. As long as nobody answers, the referral says that the other side is waited for. */
  @Column('boolean') wantsAnswer: boolean;
  @Column('timestamptz') at: Date;
  /** When somebody of the other side had read it. */
  @Column('timestamptz', { nullable: true }) readAt: Date | null = null;

  /** A message on a referral that is under way. */
  static on(referral: Referral, written: Pick<ReferralMessage, 'side' | 'authorId' | 'subject' | 'wantsAnswer' | 'at'>): ReferralMessage {
    const { id: referralId, toUnitId, workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = referral;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    return Object.assign(new ReferralMessage(), written, scope, { id: randomUUID(), referralId, toUnitId, open: true });
  }

  /** Somebody of the other side has read it. */
  read(at: Date): void {
    this.readAt ??= at;
  }
}
