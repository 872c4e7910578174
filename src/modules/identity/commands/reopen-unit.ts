import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Agencies } from '../agencies.ts';
import { UnitRecord } from '../unit.record.ts';

/** A unit was closed by mistake: people, cases and referrals can come to it again. What went on to the unit above stays there. */
@Injectable()
export class ReopenUnit {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string): Promise<Answer> {
    const unit = await this.gate.take(UnitRecord, id, 'reopen');
    if (!(await this.agencies.takesPart(unit.agencyId))) throw conflict('agency-not-active');
    unit.reopen();
    this.database.keep(unit);
    return this.gate.show(UnitRecord, id);
  }
}
