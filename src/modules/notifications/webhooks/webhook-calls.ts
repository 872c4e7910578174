import { Inject, Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { RecordType } from '../../../access/record.ts';
import { Clock } from '../../../kernel/clock.ts';
import { Problem } from '../../../kernel/problem.ts';
import { CONFIG, keyFor, type Config } from '../../../platform/config.ts';
import { Database } from '../../../platform/database/database.ts';
import { Keeps } from '../../../platform/jobs/handlers.ts';
import { Jobs } from '../../../platform/jobs/jobs.ts';
import { Caller, type Called } from '../../../platform/webhooks/call.ts';
import { secretOf } from '../../../platform/webhooks/signature.ts';
import { DeliveryRecord } from '../../deliveries/index.ts';
import { Clients } from '../../identity/index.ts';
import { ReferralRecord } from '../../referrals/index.ts';
import { TaskRecord } from '../../tasks/index.ts';
import { Telling } from '../telling.ts';
import type { WebhookKind, WebhookMessage } from './webhook-message.entity.ts';
import { CallWebhook, WebhookQueue } from './webhook-queue.ts';
import type { Webhook } from './webhook.entity.ts';
import { WebhookMessageRecord, WebhookRecord } from './webhook.record.ts';

/** So many endpoints are waited for at once: those that hang must not take the places of everything else. */
const callsAtOnce = 4;
const aMoment = 2_000;

/** Kinds by which a subscriber hears that something is gone. */
const isGone: readonly WebhookKind[] = ['referral.cancelled', 'task.cancelled'];

/** Of which record a kind of message tells. */
function recordOf(kind: WebhookKind): RecordType {
  if (kind.startsWith('task.')) return TaskRecord;
  return kind === 'delivery.changed' ? DeliveryRecord : ReferralRecord;
}

/** Tells each subscriber what waits for it, one after another in order, as far as it may know of it at that moment. */
@Injectable()
export class WebhookCalls {
  private underWay = 0;
  private readonly key: Buffer;

  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly clients: Clients,
    private readonly queue: WebhookQueue,
    private readonly caller: Caller,
    private readonly telling: Telling,
    @Inject(CONFIG) config: Config,
  ) {
    this.key = keyFor(config, 'webhooks');
  }

  @Keeps(CallWebhook)
  async run(webhookId: string): Promise<void> {
    const now = this.clock.now();
    if (this.underWay >= callsAtOnce) return this.jobs.promise(CallWebhook, webhookId, new Date(now.getTime() + aMoment));
    // Not the row: whoever queues a message for it would wait for the call.
    if (!(await this.isMine(webhookId))) return;
    const webhook = await this.gate.peek(WebhookRecord, webhookId);
    const messageId = webhook.status === 'active' ? await this.queue.next(webhookId) : null;
    if (messageId === null) return;
    const message = await this.gate.take(WebhookMessageRecord, messageId, 'send');
    if (message.nextTryAt > now) return;
    if (await this.mayKnow(webhook, message)) await this.note(webhook, message, await this.call(webhook, message));
    else message.drop(now);
    this.database.keep(message);
    if (webhook.status === 'active') await this.jobs.promise(CallWebhook, webhookId, message.status === 'queued' ? message.nextTryAt : now);
  }

  private async isMine(webhookId: string): Promise<boolean> {
    const text = `SELECT pg_try_advisory_xact_lock(hashtextextended('webhook:' || $1, 0)) AS mine`;
    const [row] = await this.database.rows<{ mine: boolean }>({ name: 'take-webhook', text, values: [webhookId] });
    return row?.mine === true;
  }

  /** Asked as the subscriber itself, of both walls. That something is gone is told to whoever was told that it was there. */
  private async mayKnow({ id, clientId }: Webhook, { kind, subjectId }: WebhookMessage): Promise<boolean> {
    const subscriber = await this.clients.standIn(clientId);
    if (subscriber === null) return false;
    if (kind === 'ping') return true;
    if (isGone.includes(kind) && (await this.queue.hasTold(id, subjectId))) return true;
    return this.database.as(subscriber, () =>
      this.gate.peek<object>(recordOf(kind), subjectId).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Problem) return false;
          throw error;
        },
      ),
    );
  }

  private async call(webhook: Webhook, message: WebhookMessage): Promise<Called> {
    const secrets = webhook.secretsAt(this.clock.now()).map((number) => secretOf(this.key, webhook.id, number));
    this.underWay += 1;
    try {
      return await this.caller.call({ id: message.id, url: webhook.url, body: message.body(), secrets });
    } finally {
      this.underWay -= 1;
    }
  }

  private async note(webhook: Webhook, message: WebhookMessage, called: Called): Promise<void> {
    const now = this.clock.now();
    if (called === 'taken') {
      message.send(now);
      webhook.answer();
    } else {
      const isOver = webhook.fail(now) || called === 'gone';
      const fault = called === 'gone' ? 'refused' : called;
      if (isOver) await this.giveUp(webhook, message, () => message.giveUp(fault, now));
      else message.putOff(fault, now);
    }
    this.database.keep(webhook);
  }

  /** What it was to be told is kept, to be told when it can be called again; the administrators hear that it cannot. */
  private async giveUp(webhook: Webhook, message: WebhookMessage, settle: () => void): Promise<void> {
    settle();
    webhook.disable();
    const about = { kind: 'disabled', subjectType: 'webhook', subjectId: webhook.id, dueOn: null, createdAt: this.clock.now() } as const;
    await this.telling.administrators({ causeId: message.id, ...about });
  }
}
