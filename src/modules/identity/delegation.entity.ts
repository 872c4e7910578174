import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

/** Somebody is away for some days, and a colleague of the unit stands in: hears what they would hear, and works on their cases meanwhile. */
@Entity('delegation')
export class Delegation {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('uuid') delegateId: string;
  @Column('uuid') unitId: string;
  @Column('date') fromOn: string;
  @Column('date') toOn: string;
  @Column('date', { nullable: true }) endedOn: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** They are back sooner, or somebody else is to stand in. */
  end(on: string): void {
    if (this.endedOn !== null) throw conflict('delegation-ended');
    this.endedOn = on;
  }
}
