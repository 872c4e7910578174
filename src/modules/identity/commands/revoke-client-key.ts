import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ClientKeyRecord } from '../client.record.ts';

/** A key got lost, or another has taken its place: the next request with it is refused. */
@Injectable()
export class RevokeClientKey {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const key = await this.gate.take(ClientKeyRecord, id, 'revoke');
    key.revoke(this.clock.now());
    this.database.keep(key);
    return this.gate.show(ClientKeyRecord, id);
  }
}
