import { Injectable } from '@nestjs/common';
import { On } from '../../../platform/events.ts';
import { DeliveryAnswered } from '../../deliveries/index.ts';
import { WebhookQueue } from './webhook-queue.ts';

/** Programs that act for a unit hear that the other side answered to a delivery of it; what it said is fetched under rights. */
@Injectable()
export class WhenDeliveryIsOfASubscriber {
  constructor(private readonly queue: WebhookQueue) {}

  @On(DeliveryAnswered, { as: 'system' })
  async whenAnswered({ delivery: { id, toUnitId }, at }: DeliveryAnswered): Promise<void> {
    for (const webhookId of await this.queue.ofUnit(toUnitId)) await this.queue.add(webhookId, 'delivery.changed', id, at);
  }
}
