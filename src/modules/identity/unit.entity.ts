import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** A part of an agency in which people work together: an office, a team, a desk. */
@Entity('unit')
export class Unit {
  @PrimaryGeneratedColumn('uuid') id: string;
  @Column('uuid') agencyId: string;
  @Column('uuid', { nullable: true }) parentUnitId: string | null;
  @Column('text') name: string;
  @Column('text', { nullable: true }) region: string | null;
  @Column('boolean') active: boolean;
  /** Nobody there has an account: what is asked of it goes out as a slip, and is answered with one. */
  @Column('boolean') worksWithoutAccounts: boolean = false;
  @VersionColumn({ type: 'integer' }) version: number;
}
