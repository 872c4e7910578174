import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** A word to one person: that something of theirs is due, or has happened. It says nothing of the case. */
@Entity('notification')
export class Notification {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('text') kind: string;
  @Column('text') subjectType: string;
  @Column('uuid') subjectId: string;
  /** What happened: one cause is told to one person once, however often the telling is tried. */
  @Column('uuid') causeId: string;
  @Column('date', { nullable: true }) dueOn: string | null = null;
  /** For whoever is told how many, and not which. */
  @Column('integer', { name: 'count', nullable: true }) howMany: number | null = null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) readAt: Date | null = null;
  /** When its mail may go out, and in which mail it did: that of the first notification in it. */
  @Column('timestamptz', { nullable: true }) mailAt: Date | null = null;
  @Column('uuid', { nullable: true }) mailId: string | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The person has seen it. */
  read(at: Date): void {
    this.readAt ??= at;
  }
}
