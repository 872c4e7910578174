import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ServiceRecord } from '../service.record.ts';

/** Somebody of the agency confirms that what is said of its service is so, as they see it. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string, ifMatch: string | undefined): Promise<Answer> {
    const service = await this.gate.take(ServiceRecord, id, 'verify');
    await this.gate.refuseStale(ServiceRecord, id, ifMatch);
    service.verify(this.database.actor.id, this.clock.now());
    this.database.keep(service);
    return this.gate.show(ServiceRecord, id);
  }
}
