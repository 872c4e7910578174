import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { CaseClosureRefused } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** The supervisor does not agree that the work is done. */
@Injectable()
export class RefuseClosure {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'refuse-closure');
    found.refuseClosure();
    this.database.keep(found);
    await this.events.publish(new CaseClosureRefused(found.id, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
