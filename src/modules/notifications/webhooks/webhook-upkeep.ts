import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Sweeps } from '../../../platform/jobs/sweep.ts';
import { CallWebhook } from './webhook-queue.ts';

/** Sees to it that no message waits for a promise that got lost, and that none is kept for ever. */
@Injectable()
export class WebhookUpkeep {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = `SELECT DISTINCT m.webhook_id AS id, $1::timestamptz AS at FROM webhook_message m JOIN webhook w ON w.id = m.webhook_id
      WHERE m.status = 'queued' AND w.status = 'active' AND m.next_try_at <= $1`;
    await this.jobs.promiseLost(CallWebhook, { text, values: [this.clock.now()] });
  }

  /** A month after it happened nobody waits to hear of it; whoever wants to know looks. */
  @Sweeps()
  async forget(): Promise<void> {
    const text = `DELETE FROM webhook_message WHERE happened_at < $1::timestamptz - interval '30 days'`;
    await this.database.send({ name: 'forget-webhook-messages', text, values: [this.clock.now()] });
  }
}
