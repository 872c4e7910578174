import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Answer } from '../../platform/answer.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import type { Delivery } from './delivery.entity.ts';
import { DeliveryAnswered } from './delivery.events.ts';
import { DeliveryRecord } from './delivery.record.ts';

/** What every answer of the sender's side has in common: take the delivery, say one thing of it, tell who logged it. */
@Injectable()
export class Judging {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Says one thing of one delivery. */
  async judge(id: string, move: DeliveryAnswered['move'], act: (delivery: Delivery, by: Actor, at: Date) => void): Promise<Answer> {
    const delivery = await this.gate.take(DeliveryRecord, id, move);
    const at = this.clock.now();
    act(delivery, this.database.actor, at);
    this.database.keep(delivery);
    await this.events.publish(new DeliveryAnswered(delivery, move, at));
    return this.gate.show(DeliveryRecord, id);
  }
}
