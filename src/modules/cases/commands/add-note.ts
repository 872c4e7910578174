import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { LookedAtByTeam, OwnText } from '../../../platform/free-text.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseNote } from '../case-rows.entity.ts';
import { NoteAdded } from '../case.events.ts';
import { CaseRecord, NoteRecord } from '../case.record.ts';
import { scopeOf } from '../in-case-scope.ts';
import { today } from '../today.ts';

/** A note as it is written. */
export class NewNote extends LookedAtByTeam {
  @OwnText(280) note: string;
}

/** The worker writes down, in few words, what no code can hold. */
@Injectable()
export class AddNote {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, { note }: NewNote): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-note');
    found.refuseWhenClosed();
    const notedOn = today(this.clock, this.reference, found.country);
    const row = Object.assign(new CaseNote(), scopeOf(found), {
      id: randomUUID(),
      caseId,
      note,
      authorId: this.database.actor.id,
      notedOn,
    });
    this.gate.admit(NoteRecord, row);
    await this.events.publish(new NoteAdded(caseId, row.id, this.clock.now()));
    return this.gate.show(NoteRecord, row.id);
  }
}
