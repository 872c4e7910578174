import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** A body that takes part: a ministry, a service, a partner of civil society. */
@Entity('agency')
export class Agency {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('text') code: string;
  @Column('text') name: string;
  /** What kind of body it is; a code of the list `agency-type`. */
  @Column('text') type: string;
  /** ISO 3166-1. */
  @Column('text') country: string;
  @Column('boolean') active: boolean;
  @VersionColumn({ type: 'integer' }) version: number;
}
