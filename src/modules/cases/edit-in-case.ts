import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import type { RecordType } from '../../access/record.ts';
import type { Answer } from '../../platform/answer.ts';
import { CaseBehind } from './case-behind.ts';

/** Edits a row of a case that is still worked on: what is over stays as it was. */
@Injectable()
export class EditInCase {
  constructor(
    private readonly gate: Gate,
    private readonly caseBehind: CaseBehind,
  ) {}

  async run(record: RecordType<{ caseId: string }>, id: string, edit: object, ifMatch: string | undefined): Promise<Answer> {
    const { caseId } = await this.gate.peek(record, id);
    (await this.caseBehind.held(caseId)).refuseWhenClosed();
    return this.gate.change(record, id, edit, ifMatch);
  }
}
