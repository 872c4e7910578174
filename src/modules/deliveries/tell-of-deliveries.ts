import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { Sources } from '../referrals/index.ts';
import { DeliveryLogged } from './delivery.events.ts';
import { DeliveryRecord } from './delivery.record.ts';

/** Tells the timeline of a case what was given: as the system, for whoever gave it knows no case. */
@Injectable()
export class TellOfDeliveries {
  constructor(
    private readonly cases: Cases,
    private readonly sources: Sources,
  ) {}

  @On(DeliveryLogged, { as: 'system' })
  async whenLogged({ delivery: { id: subjectId, referralId, serviceType, deliveredOn, attendance }, at }: DeliveryLogged): Promise<void> {
    const { caseId } = await this.sources.of(referralId);
    const details = { serviceType, deliveredOn, attendance };
    this.cases.tell(caseId, { kind: 'delivery-logged', of: DeliveryRecord, group: 'service', at, subjectId, details });
  }
}
