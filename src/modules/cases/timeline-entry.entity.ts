import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ToldOfCase } from './told.entity.ts';

/** Coded facts of a deed, called as the fields they come from. */
export type Details = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** One deed in the life of a case, as the room that knows of it tells it. */
@Entity('timeline_entry')
export class TimelineEntry extends ToldOfCase {
  @PrimaryColumn('uuid') id: string;
  @Column('text') kind: string;
  /** What it is about, where that is not the case itself. */
  @Column('uuid', { nullable: true }) subjectId: string | null;
  @Column('jsonb') details: Details;
  /** The only free text: told apart from the deed, to whoever reads notes. */
  @Column('text', { nullable: true }) reason: string | null;
}
