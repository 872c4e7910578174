import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One session that several people were asked to. It belongs to the unit that held it: nobody else knows who was there with whom. */
@Entity('group_session')
export class GroupSession {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') byUnitId: string;
  @Column('date') deliveredOn: string;
  @Column('text') mode: string;
  @Column('text', { nullable: true }) durationBand: string | null = null;
  /** How many people were asked to it, whoever came. */
  @Column('integer') size: number;
  @Column('integer', { nullable: true }) staffCount: number | null = null;
  @Column('uuid', { array: true, nullable: true }) staffIds: string[] | null = null;
  @Column('uuid') authorId: string;
  @Column('timestamptz') recordedAt: Date;
}
