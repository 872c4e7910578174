import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Database } from '../../../platform/database/database.ts';
import { Jobs, JobType } from '../../../platform/jobs/jobs.ts';
import { WebhookMessage, type WebhookKind } from './webhook-message.entity.ts';
import { WebhookMessageRecord } from './webhook.record.ts';

/** An endpoint is to be called with what waits for it; the subject is the webhook. */
export const CallWebhook = new JobType('call-webhook');

/** What waits to be told to subscribers. */
@Injectable()
export class WebhookQueue {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Queues a message for one endpoint. */
  async add(webhookId: string, kind: WebhookKind, subjectId: string, at: Date): Promise<void> {
    const message = { id: randomUUID(), webhookId, kind, subjectId, happenedAt: at, nextTryAt: at };
    this.gate.admit(WebhookMessageRecord, Object.assign(new WebhookMessage(), message));
    await this.jobs.promise(CallWebhook, webhookId, at);
  }

  /** The endpoints of the programs that act for a unit; one that is disabled keeps what waits for it. */
  async ofUnit(unitId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'webhooks-of-unit',
      text: 'SELECT w.id FROM webhook w JOIN api_client c ON c.id = w.client_id WHERE c.unit_id = $1 AND c.active ORDER BY w.id',
      values: [unitId],
    });
    return rows.map(({ id }) => id);
  }

  /** The endpoints that were told of a row, or are about to be. */
  async knowing(subjectId: string): Promise<string[]> {
    const rows = await this.database.rows<{ id: string }>({
      name: 'webhooks-knowing',
      text: `SELECT DISTINCT webhook_id AS id FROM webhook_message WHERE subject_id = $1 AND status IN ('sent', 'queued') ORDER BY 1`,
      values: [subjectId],
    });
    return rows.map(({ id }) => id);
  }

  /** The message whose turn it is: the next one waits until it is settled. */
  async next(webhookId: string): Promise<string | null> {
    const text = `SELECT id FROM webhook_message WHERE webhook_id = $1 AND status = 'queued' ORDER BY position LIMIT 1`;
    const [row] = await this.database.rows<{ id: string }>({ name: 'next-webhook-message', text, values: [webhookId] });
    return row?.id ?? null;
  }

  /** Whether an endpoint was told of a row before. */
  async hasTold(webhookId: string, subjectId: string): Promise<boolean> {
    const text = `SELECT 1 FROM webhook_message WHERE webhook_id = $1 AND subject_id = $2 AND status = 'sent' LIMIT 1`;
    return (await this.database.rows({ name: 'webhook-has-told', text, values: [webhookId, subjectId] })).length > 0;
  }
}
