import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Cases } from '../../cases/index.ts';
import { ConsentWithdrawn } from '../consent.events.ts';
import { ConsentRecord } from '../consent.record.ts';

/** The person takes an agreement back: sharing on it ends in this very transaction. */
@Injectable()
export class WithdrawConsent {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly cases: Cases,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    // First the case: two consents that end at once must not each go by the other.
    const { caseId } = await this.gate.peek(ConsentRecord, id);
    await this.cases.hold(caseId);
    const consent = await this.gate.take(ConsentRecord, id, 'withdraw');
    consent.withdraw(await this.cases.todayOf(caseId));
    this.database.keep(consent);
    await this.events.publish(new ConsentWithdrawn(id, caseId, this.clock.now()));
    return this.gate.show(ConsentRecord, id);
  }
}
