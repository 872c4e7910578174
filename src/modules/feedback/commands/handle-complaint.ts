import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { Code } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Agencies } from '../../identity/index.ts';
import type { Complaint } from '../complaint.entity.ts';
import { ComplaintRecord } from '../complaint.record.ts';

/** What was done about it. */
export class Settlement {
  @Code(listed('complaint-outcome')) outcome: string;
}

/** A privacy officer of another agency reads a complaint, and says what was done about it. */
@Injectable()
export class HandleComplaint {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  async acknowledge(id: string): Promise<Answer> {
    const complaint = await this.gate.take(ComplaintRecord, id, 'acknowledge');
    complaint.acknowledge(this.database.actor, await this.today(complaint));
    this.database.keep(complaint);
    return this.gate.show(ComplaintRecord, id);
  }

  async settle(id: string, { outcome }: Settlement): Promise<Answer> {
    const complaint = await this.gate.take(ComplaintRecord, id, 'settle');
    complaint.settle(this.database.actor, await this.today(complaint), outcome);
    this.database.keep(complaint);
    return this.gate.show(ComplaintRecord, id);
  }

  private async today({ agencyId }: Complaint): Promise<string> {
    return this.reference.calendar(await this.agencies.countryOf(agencyId)).dayOf(this.clock.now());
  }
}
