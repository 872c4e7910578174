import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { AgencyRecord } from '../agency.record.ts';

/** An agency was closed by mistake: its units can be opened again. What it shares has to be agreed and approved anew. */
@Injectable()
export class ReopenAgency {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  async run(id: string): Promise<Answer> {
    const agency = await this.gate.take(AgencyRecord, id, 'reopen');
    agency.reopen();
    this.database.keep(agency);
    return this.gate.show(AgencyRecord, id);
  }
}
