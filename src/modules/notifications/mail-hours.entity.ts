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
  /** Where they come. What was said before is forgotten with each new word. */
  @Column('text', { nullable: true }) phone: string | null = null;
  @Column('timestamptz') setAt: Date;
}
