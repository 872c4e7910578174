import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { notFound } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { CaseCore } from '../case-core.entity.ts';
import { NeedRecord } from '../case.record.ts';

/** How a need stands by now: how bad it is, and what became of it. */
export class NeedEdit {
  @Maybe() @Code(listed('need-severity')) severity?: string;
  @Maybe() @Code(listed('need-status')) status?: string;
}

/** The worker says how a need stands by now, for as long as the case is open. */
@Injectable()
export class EditNeed {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string, edit: NeedEdit, ifMatch: string | undefined): Promise<Answer> {
    // First the case, then its rows: in the order in which every deed locks them.
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'case-of-need',
      text: 'SELECT c.* FROM case_need n JOIN case_core c ON c.id = n.case_id WHERE n.id = $1 FOR UPDATE OF c',
      values: [id],
    });
    if (row === undefined) throw notFound();
    this.database.hydrate(CaseCore, row).refuseWhenClosed();
    return this.gate.change(NeedRecord, id, edit, ifMatch);
  }
}
