import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { system } from '../../../platform/system.ts';
import { CaseUnsealed } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** The worker, who alone sees a sealed case, gives it back to the team's sight. */
@Injectable()
export class UnsealCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'unseal');
    found.unseal();
    await this.database.as(system, () => Promise.resolve(this.database.keep(found)));
    await this.events.publish(new CaseUnsealed(id, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
