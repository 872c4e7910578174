import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { ReferralMessageRecord } from './referral-message.record.ts';

/** Somebody has read what the other side wrote; that side may know it. */
@Injectable()
export class ReadMessage {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const message = await this.gate.take(ReferralMessageRecord, id, 'mark-read');
    message.read(this.clock.now());
    this.database.keep(message);
    return this.gate.show(ReferralMessageRecord, id);
  }
}
