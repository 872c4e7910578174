import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Agencies } from '../../identity/index.ts';
import { ProtocolRecord } from '../protocol.record.ts';

/** The privacy officer puts a protocol into force as it was read, and no other: `ifMatch` names it as it was shown. */
@Injectable()
export class ApproveProtocol {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string, ifMatch: string | undefined): Promise<Answer> {
    const protocol = await this.gate.take(ProtocolRecord, id, 'approve');
    protocol.approve(this.database.actor);
    for (const agencyId of [protocol.fromAgencyId, protocol.toAgencyId])
      if (!(await this.agencies.takesPart(agencyId))) throw conflict('agency-not-active');
    await this.gate.refuseStale(ProtocolRecord, id, ifMatch);
    this.database.keep(protocol);
    return this.gate.show(ProtocolRecord, id);
  }
}
