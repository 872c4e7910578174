import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { LocalTime } from '../../kernel/local-time.ts';
import type { MailHours } from '../../kernel/quiet-hours.ts';

/** When somebody wants mail: said once more, the later word counts. */
@Entity('mail_hours')
export class MailHoursWish implements MailHours {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('text') delivery: 'at-once' | 'digest';
  @Column('text') digestAt: LocalTime;
  @Column('text') quietFrom: LocalTime;
  @Column('text') quietTo: LocalTime;
  @Column('boolean') quietOnDaysOff: boolean;
  /** Whether what is urgent comes as a short message too. */
  @Column('boolean') shortMessages: boolean = false;
  /** Where they come. It is kept once, with the latest word, until it is taken back or its person leaves. */
  @Column('text', { nullable: true }) phone: string | null = null;
  @Column('timestamptz') setAt: Date;
}
