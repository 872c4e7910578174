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
  @Column('timestamptz') setAt: Date;
}
