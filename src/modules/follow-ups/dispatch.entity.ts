import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** One line of the ledger: which reminder of which follow-up is due when, and what became of it. */
@Entity('follow_up_dispatch')
export class Dispatch {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') followUpId: string;
  @Column('text') kind: string;
  @Column('timestamptz') dueAt: Date;
  @Column('text') state: 'waiting' | 'sent' | 'dropped' = 'waiting';
  @Column('timestamptz', { nullable: true }) settledAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** Whether this line is about that reminder. */
  isFor({ kind, at }: { kind: string; at: Date }): boolean {
    return this.kind === kind && this.dueAt.getTime() === at.getTime();
  }

  /** The day is as it was before: the reminder is needed after all. */
  await(): this {
    this.state = 'waiting';
    this.settledAt = null;
    return this;
  }

  /** The reminder went out. */
  send(at: Date): void {
    this.state = 'sent';
    this.settledAt = at;
  }

  /** Nobody needs to be reminded any more. */
  drop(at: Date): void {
    this.state = 'dropped';
    this.settledAt = at;
  }
}
