import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

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
  /** Why it was closed; a code of the list `institution-closing-reason`. */
  @Column('text', { nullable: true }) closedReason: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** What is over takes no edit. */
  refuseClosed(): void {
    if (!this.active) throw conflict('unit-not-active');
  }

  /** Nothing comes to it any more; what was done there keeps its name. */
  close(reason: string): void {
    this.refuseClosed();
    this.active = false;
    this.closedReason = reason;
  }

  /** It was closed by mistake. */
  reopen(): void {
    if (this.active) throw conflict('unit-active');
    this.active = true;
    this.closedReason = null;
  }
}
