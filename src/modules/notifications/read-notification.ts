import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Answer } from '../../platform/answer.ts';
import { Database } from '../../platform/database/database.ts';
import { NotificationRecord } from './notification.record.ts';

/** The person has seen what they were told. */
@Injectable()
export class ReadNotification {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const notification = await this.gate.take(NotificationRecord, id, 'mark-read');
    notification.read(this.clock.now());
    this.database.keep(notification);
    return this.gate.show(NotificationRecord, id);
  }
}
