import { Column, Entity, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';
import { conflict } from '../../kernel/problem.ts';

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
  /** Why it takes part no more; a code of the list `institution-closing-reason`. */
  @Column('text', { nullable: true }) closedReason: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** What is over takes no edit. */
  refuseClosed(): void {
    if (!this.active) throw conflict('agency-not-active');
  }

  /** It takes part no more; what it did keeps its name. */
  close(reason: string): void {
    this.refuseClosed();
    this.active = false;
    this.closedReason = reason;
  }

  /** It takes part again: its units are opened again one by one, and what it shares is agreed anew. */
  reopen(): void {
    if (this.active) throw conflict('agency-active');
    this.active = true;
    this.closedReason = null;
  }
}
