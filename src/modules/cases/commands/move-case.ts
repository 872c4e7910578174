import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import type { PlainMove } from '../case-core.entity.ts';
import { CaseRecord } from '../case.record.ts';

/** The worker takes a case one step further in the work. */
@Injectable()
export class MoveCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string, move: PlainMove): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, move);
    found.move(move);
    this.database.keep(found);
    return this.gate.show(CaseRecord, id);
  }
}
