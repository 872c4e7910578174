import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agencies } from '../agencies.ts';
import { DelegationRecord } from '../delegation.record.ts';

/** Whoever was away is back sooner, or somebody else is to stand in. */
@Injectable()
export class EndDelegation {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  async run(id: string): Promise<Answer> {
    const delegation = await this.gate.take(DelegationRecord, id, 'end');
    const country = await this.agencies.countryOf(this.database.actor.agencyId);
    delegation.end(this.reference.calendar(country).dayOf(this.clock.now()));
    this.database.keep(delegation);
    return this.gate.show(DelegationRecord, id);
  }
}
