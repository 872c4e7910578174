import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { Agencies } from '../../identity/index.ts';
import { CaseReopened } from '../case.events.ts';
import { CaseRecord } from '../case.record.ts';

/** A closed case is taken up again, by the team it had: that and the unit above it have to be at work. */
@Injectable()
export class ReopenCase {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, id, 'reopen');
    found.reopen();
    for (const unitId of [found.unitId, found.supervisorUnitId])
      if ((await this.agencies.ofUnit(unitId)) === null) throw conflict('unit-not-active');
    this.database.keep(found);
    await this.events.publish(new CaseReopened(found.id, this.clock.now()));
    return this.gate.show(CaseRecord, id);
  }
}
