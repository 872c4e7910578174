import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { LookedAtByTeam, OwnText } from '../../../platform/free-text.ts';
import { Code, Maybe, Whole } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseClinicalEntry } from '../case-health.entity.ts';
import { CaseRecord } from '../case.record.ts';
import { scopeOf } from '../in-case-scope.ts';
import { CaseBehind } from '../case-behind.ts';
import { ClinicalRecord } from '../sensitive.record.ts';
import { today } from '../today.ts';

/** A note, or the score of a screening, or both. */
export class NewClinicalEntry extends LookedAtByTeam {
  @Maybe() @OwnText(1_000, { lines: true }) note?: string;
  @Maybe() @Code(listed('screening-instrument')) instrument?: string;
  @Maybe() @Whole(0, 500) score?: number;
}

/** The specialist writes down what only specialists read. */
@Injectable()
export class AddClinicalEntry {
  constructor(
    private readonly gate: Gate,
    private readonly caseBehind: CaseBehind,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, { note, instrument, score }: NewClinicalEntry): Promise<Answer> {
    if ((instrument === undefined) !== (score === undefined)) throw invalidInput({ field: 'score', code: 'score-with-instrument' });
    if (note === undefined && score === undefined) throw invalidInput({ field: 'note', code: 'missing' });
    await this.gate.peek(CaseRecord, caseId);
    const found = await this.caseBehind.held(caseId);
    found.refuseWhenClosed();
    const row = Object.assign(new CaseClinicalEntry(), scopeOf(found), {
      id: randomUUID(),
      caseId,
      note: note ?? null,
      instrument: instrument ?? null,
      score: score ?? null,
      notedOn: today(this.clock, this.reference, found.country),
      authorId: this.database.actor.id,
      specialistsOnly: this.reference.healthWork.specialistsHoldScores,
    });
    this.gate.admit(ClinicalRecord, row);
    return this.gate.show(ClinicalRecord, row.id);
  }
}
