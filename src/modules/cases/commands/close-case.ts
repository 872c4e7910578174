import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { CaseClosed } from '../case.events.ts';
import { CaseConditions } from '../case-conditions.ts';
import { CaseRecord } from '../case.record.ts';

/** Another person than the one who asked agrees that the work is done. */
@Injectable()
export class CloseCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly conditions: CaseConditions,
  ) {}

  async run(id: string): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'close');
    found.close(this.database.actor);
    await this.conditions.refuseClosing(id);
    this.database.keep(found);
    await this.events.publish(new CaseClosed(found.id, found.closureReason, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
