import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { AgencyRecord } from '../agency.record.ts';
import { AgencyCloses } from '../identity.events.ts';
import type { Closing } from './close-unit.ts';

/** An agency takes part no more: its units were closed before, what it agreed on with others ends, and nothing of it is offered. */
@Injectable()
export class CloseAgency {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  async run(id: string, { reason }: Closing): Promise<Answer> {
    const agency = await this.gate.take(AgencyRecord, id, 'close');
    agency.refuseClosed();
    await this.refuseInUse(id);
    await this.events.publish(new AgencyCloses(id));
    agency.close(reason);
    this.database.keep(agency);
    return this.gate.show(AgencyRecord, id);
  }

  private async refuseInUse(id: string): Promise<void> {
    const sql = {
      name: 'open-units-of',
      text: 'SELECT count(*)::integer AS units FROM unit WHERE agency_id = $1 AND active',
      values: [id],
    };
    const [open] = await this.database.rows<{ units: number }>(sql);
    const units = open?.units ?? 0;
    if (units > 0) throw conflict('agency-in-use', { units });
  }
}
