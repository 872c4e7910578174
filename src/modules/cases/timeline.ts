import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { groupKey, type RecordType } from '../../access/record.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { NoteRecord } from './case.record.ts';
import { TimelineEntry, type Details } from './timeline-entry.entity.ts';

/** A deed to be told, and which group of which record one must read to hear of it. */
export interface Told {
  readonly kind: string;
  readonly of: RecordType;
  readonly group: string;
  readonly at: Date;
  readonly subjectId?: string;
  /** Codes, days and ids of that group; never a text. */
  readonly details?: Details;
}

/** Writes the timeline. Who did it and whose case it is, the database says. */
@Injectable()
export class Timeline {
  constructor(
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  /** One line, told by whoever acts. */
  tell(caseId: string, { kind, of, group, at, subjectId, details = {} }: Told): TimelineEntry {
    const entry = new TimelineEntry();
    const { id } = this.reference.code('timeline-kind', kind);
    const facts = { id: randomUUID(), caseId, at, kind: id, fieldGroup: groupKey(of, group), subjectId: subjectId ?? null, details };
    return this.database.keep(Object.assign(entry, facts));
  }

  /** Why it was done, in somebody's own words: a line of its own, for those who read notes. */
  explain({ caseId, at, id: subjectId }: TimelineEntry, kind: string, reason: string): void {
    this.tell(caseId, { kind, of: NoteRecord, group: 'F6', at, subjectId }).reason = reason;
  }
}
