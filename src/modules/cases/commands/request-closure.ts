import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { CaseConditions } from '../case-conditions.ts';
import { CaseClosureRequested } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** Why the work is over. */
export class ClosureRequest {
  @Code(listed('closure-reason')) reason: string;
}

/** The worker holds the work to be done and asks for another person's approval. */
@Injectable()
export class RequestClosure {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly conditions: CaseConditions,
  ) {}

  async run(id: string, { reason }: ClosureRequest): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'request-closure');
    found.requestClosure(this.database.actor, reason);
    await this.conditions.refuseClosing(id);
    this.database.keep(found);
    await this.events.publish(new CaseClosureRequested(found.id, reason, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
