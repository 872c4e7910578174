import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code, Day, Ids } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseDisclosure } from '../case-safety.entity.ts';
import { CaseRecord } from '../case.record.ts';
import { DisclosureReaders } from '../disclosure-readers.ts';
import { scopeOf } from '../in-case-scope.ts';
import { DisclosureRecord } from '../sensitive.record.ts';
import { today } from '../today.ts';

/** What was told, in codes, what was done, and who else has to know. */
export class NewDisclosure {
  @Code(listed('disclosure-type')) typeCode: string;
  @Day() reportedOn: string;
  @Code(listed('disclosure-action')) action: string;
  @Ids(10) readerIds: string[];
}

/** The worker records that somebody told of violence. Nobody is asked for it, and nobody learns of it but whom the worker names. */
@Injectable()
export class RecordDisclosure {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly readers: DisclosureReaders,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, { typeCode, reportedOn, action, readerIds }: NewDisclosure): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-disclosure');
    found.refuseWhenClosed();
    if (reportedOn > today(this.clock, this.reference, found.country)) throw invalidInput({ field: 'reportedOn', code: 'in-the-future' });
    await this.readers.refuseUnfit(found, readerIds);
    const authorId = this.database.actor.id;
    const told = { id: randomUUID(), caseId, typeCode, reportedOn, action, authorId, readerIds };
    const row = Object.assign(new CaseDisclosure(), scopeOf(found), told);
    this.gate.admit(DisclosureRecord, row);
    return this.gate.show(DisclosureRecord, row.id);
  }
}
