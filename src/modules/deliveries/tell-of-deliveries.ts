import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { Sources } from '../referrals/index.ts';
import type { Delivery } from './delivery.entity.ts';
import { DeliveryAnswered, DeliveryLogged } from './delivery.events.ts';
import { DeliveryRecord } from './delivery.record.ts';

/** What an answer of the own side is called in a timeline. */
const kinds = { confirm: 'delivery-confirmed', agree: 'delivery-confirmed', dispute: 'delivery-disputed' } as const;

/** Tells the timeline of a case what was given, and what its team said of it. */
@Injectable()
export class TellOfDeliveries {
  constructor(
    private readonly cases: Cases,
    private readonly sources: Sources,
  ) {}

  /** As the system, for whoever gave it knows no case. */
  @On(DeliveryLogged, { as: 'system' })
  async whenLogged({ delivery, corrected, at }: DeliveryLogged): Promise<void> {
    await this.tell(corrected === null ? 'delivery-logged' : 'delivery-corrected', delivery, at);
  }

  @On(DeliveryAnswered)
  async whenAnswered({ delivery, move, at }: DeliveryAnswered): Promise<void> {
    await this.tell(kinds[move], delivery, at);
  }

  private async tell(kind: string, delivery: Delivery, at: Date): Promise<void> {
    const { id: subjectId, referralId, serviceType, deliveredOn, attendance, disputeReason } = delivery;
    const { caseId } = await this.sources.of(referralId);
    const details = { serviceType, deliveredOn, attendance, ...(disputeReason === null ? {} : { disputeReason }) };
    this.cases.tell(caseId, { kind, of: DeliveryRecord, group: 'service', at, subjectId, details });
  }
}
