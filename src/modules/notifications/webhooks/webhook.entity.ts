import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { webhookLifecycle, type WebhookStatus } from './webhook.lifecycle.ts';

const hour = 3_600_000;
/** An endpoint that takes nothing for so long is called no more. */
const failsAtMost = 24 * hour;
const formerSecretHolds = 7 * 24 * hour;

/** Where a program wants to be called when something of its unit has happened. */
@Entity('webhook')
export class Webhook {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') clientId: string;
  @Column('text') url: string;
  @Column('text') status: WebhookStatus = 'active';
  @Column('integer') secretNumber = 1;
  /** Until when calls are signed with the secret before this one too. */
  @Column('timestamptz', { nullable: true }) formerSecretUntil: Date | null = null;
  @Column('timestamptz', { nullable: true }) failingSince: Date | null = null;
  @Column('uuid') madeById: string;
  @Column('timestamptz') madeAt: Date;
  @VersionColumn({ type: 'integer' }) version: number;

  /** The numbers of the secrets that calls are signed with. */
  secretsAt(at: Date): number[] {
    const hasFormer = this.formerSecretUntil !== null && at < this.formerSecretUntil;
    return hasFormer ? [this.secretNumber, this.secretNumber - 1] : [this.secretNumber];
  }

  /** Another secret takes the place of this one; for a week both hold. */
  rotate(at: Date): void {
    this.secretNumber += 1;
    this.formerSecretUntil = new Date(at.getTime() + formerSecretHolds);
  }

  /** It is called no more. */
  disable(): void {
    this.status = webhookLifecycle.next(this.status, 'disable');
  }

  /** It is called again. */
  enable(): void {
    this.status = webhookLifecycle.next(this.status, 'enable');
    this.failingSince = null;
  }

  /** It has taken a message. */
  answer(): void {
    this.failingSince = null;
  }

  /** It has not taken a message; whether it has not for too long. */
  fail(at: Date): boolean {
    this.failingSince ??= at;
    return at.getTime() - this.failingSince.getTime() >= failsAtMost;
  }
}
