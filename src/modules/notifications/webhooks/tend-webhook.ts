import { Inject, Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { conflict } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { CONFIG, keyFor, type Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { On } from '../../../platform/events.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { secretOf, writtenSecret } from '../../../platform/webhooks/signature.ts';
import { UnitClosed } from '../../identity/index.ts';
import type { WebhookSecret } from './open-webhook.ts';
import { CallWebhook, WebhookQueue } from './webhook-queue.ts';
import { WebhookMessageRecord, WebhookRecord } from './webhook.record.ts';

/** What an administrator does with an endpoint that is there: leaves it alone, calls it again, tries it, gives it another secret. */
@Injectable()
export class TendWebhook {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
    private readonly queue: WebhookQueue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async disable(id: string): Promise<Answer> {
    const webhook = await this.gate.take(WebhookRecord, id, 'disable');
    webhook.disable();
    this.database.keep(webhook);
    return this.gate.show(WebhookRecord, id);
  }

  /** Nobody is called for a unit that is closed. */
  @On(UnitClosed)
  async whenUnitCloses({ unitId }: UnitClosed): Promise<void> {
    const text = `SELECT w.id FROM webhook w JOIN api_client c ON c.id = w.client_id WHERE c.unit_id = $1 AND w.status = 'active' ORDER BY w.id`;
    for (const { id } of await this.database.rows<{ id: string }>({ name: 'webhooks-called-for', text, values: [unitId] }))
      await this.disable(id);
  }

  async enable(id: string): Promise<Answer> {
    const webhook = await this.gate.take(WebhookRecord, id, 'enable');
    webhook.enable();
    this.database.keep(webhook);
    await this.jobs.promise(CallWebhook, id, this.clock.now());
    return this.gate.show(WebhookRecord, id);
  }

  async ping(id: string): Promise<Answer> {
    const { status } = await this.gate.take(WebhookRecord, id, 'ping');
    if (status !== 'active') throw conflict('webhook-disabled');
    await this.queue.add(id, 'ping', id, this.clock.now());
    return this.gate.show(WebhookRecord, id);
  }

  async rotateSecret(id: string): Promise<WebhookSecret> {
    const webhook = await this.gate.take(WebhookRecord, id, 'rotate-secret');
    webhook.rotate(this.clock.now());
    this.database.keep(webhook);
    return { id, secret: writtenSecret(secretOf(keyFor(this.config, 'webhooks'), id, webhook.secretNumber)) };
  }

  /** What was given up is told after all, if the endpoint can be called. */
  async replay(messageId: string): Promise<Answer> {
    const message = await this.gate.take(WebhookMessageRecord, messageId, 'replay');
    message.replay(this.clock.now());
    this.database.keep(message);
    await this.jobs.promise(CallWebhook, message.webhookId, message.nextTryAt);
    return this.gate.show(WebhookMessageRecord, messageId);
  }
}
