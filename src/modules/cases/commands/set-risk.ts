import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { addDays } from '../../../kernel/local-time.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseRiskSet } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';
import { today } from '../today.ts';

/** How great the danger is. */
export class NewRisk {
  @Code(listed('risk-level')) risk: string;
}

/** The worker judges how great the danger is; the judgement holds for as long as the reference data say. */
@Injectable()
export class SetRisk {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(id: string, { risk }: NewRisk): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'set-risk');
    const on = today(this.clock, this.reference, found.country);
    found.setRisk(risk, on, addDays(on, this.reference.timers.riskExpiresAfterDays));
    this.database.keep(found);
    await this.events.publish(new CaseRiskSet(found.id, risk, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
