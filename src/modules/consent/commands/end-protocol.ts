import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { On } from '../../../platform/events.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies, AgencyCloses } from '../../identity/index.ts';
import { ProtocolRecord } from '../protocol.record.ts';

/** A protocol ends, or a draft is dropped: nothing new is sent on it. What was sent stays until its own end. */
@Injectable()
export class EndProtocol {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  /** Who takes part no more shares nothing: whoever closes an agency ends what it agreed on, and drops what it was about to. */
  @On(AgencyCloses)
  async whenAgencyCloses({ agencyId }: AgencyCloses): Promise<void> {
    const text = `SELECT id FROM sharing_protocol WHERE $1 IN (from_agency_id, to_agency_id) AND status <> 'ended' ORDER BY id`;
    for (const { id } of await this.database.rows<{ id: string }>({ name: 'protocols-of-agency', text, values: [agencyId] }))
      await this.run(id);
  }

  async run(id: string): Promise<Answer> {
    const protocol = await this.gate.take(ProtocolRecord, id, 'end');
    const country = await this.agencies.countryOf(protocol.fromAgencyId);
    protocol.end(this.reference.calendar(country).dayOf(this.clock.now()));
    this.database.keep(protocol);
    return this.gate.show(ProtocolRecord, id);
  }
}
