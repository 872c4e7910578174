import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { CallFault } from '../../../platform/webhooks/call.ts';
import { webhookMessageLifecycle, type WebhookMessageStatus } from './webhook.lifecycle.ts';

export const webhookKinds = [
  'ping',
  'referral.sent',
  'referral.changed',
  'referral.cancelled',
  'referral.waiting',
  'referral.message',
  'delivery.changed',
  'task.opened',
  'task.changed',
  'task.returned',
  'task.waiting',
  'task.cancelled',
] as const;
export type WebhookKind = (typeof webhookKinds)[number];

const minute = 60_000;
const longestPause = 60 * minute;

/** One thing that a subscriber is told: what kind of thing happened, to which row. What stands in the row is fetched under rights. */
@Entity('webhook_message')
export class WebhookMessage {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') webhookId: string;
  @Column('text') kind: WebhookKind;
  @Column('uuid') subjectId: string;
  @Column('timestamptz') happenedAt: Date;
  @Column('text') status: WebhookMessageStatus = 'queued';
  @Column('integer') attempts = 0;
  @Column('text', { nullable: true }) fault: CallFault | null = null;
  @Column('timestamptz') nextTryAt: Date;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null = null;
  @VersionColumn({ type: 'integer' }) version: number;

  /** What is sent: the kind and the id, and nothing else. */
  body(): string {
    return JSON.stringify({ type: this.kind, timestamp: this.happenedAt.toISOString(), data: { id: this.subjectId } });
  }

  /** Its endpoint has taken it. */
  send(at: Date): void {
    this.attempts += 1;
    this.fault = null;
    this.settle('send', at);
  }

  /** Its subscriber may not know of this row, or no longer. */
  drop(at: Date): void {
    this.settle('drop', at);
  }

  /** Its endpoint did not take it now; the pauses grow to an hour. */
  putOff(fault: CallFault, at: Date): void {
    this.status = webhookMessageLifecycle.next(this.status, 'put-off');
    this.nextTryAt = new Date(at.getTime() + Math.min(longestPause, minute * 2 ** this.attempts));
    this.attempts += 1;
    this.fault = fault;
  }

  /** Its endpoint has not taken it for a day. */
  giveUp(fault: CallFault, at: Date): void {
    this.attempts += 1;
    this.fault = fault;
    this.settle('give-up', at);
  }

  /** It is sent again, from the beginning. */
  replay(at: Date): void {
    this.status = webhookMessageLifecycle.next(this.status, 'replay');
    this.attempts = 0;
    this.nextTryAt = at;
    this.settledAt = null;
  }

  private settle(move: 'send' | 'drop' | 'give-up', at: Date): void {
    this.status = webhookMessageLifecycle.next(this.status, move);
    this.settledAt = at;
  }
}
