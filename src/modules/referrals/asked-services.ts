import { Injectable } from '@nestjs/common';
import { conflict, invalidInput } from '../../kernel/problem.ts';
import { Reference } from '../../platform/reference.ts';
import { Directory, type Offer } from '../directory/index.ts';
import type { Referral } from './referral.entity.ts';

/** What a sender says of the service that is asked for. */
export interface Asking {
  readonly toUnitId: string;
  readonly serviceType: string;
  readonly urgency: string;
  readonly serviceId?: string | undefined;
  readonly waitingList?: boolean | undefined;
}

/** Which service of the directory a referral asks for, and whether it can be asked for at all. */
@Injectable()
export class AskedServices {
  constructor(
    private readonly directory: Directory,
    private readonly reference: Reference,
  ) {}

  /** The service that was named, else the best that the unit offers at present, else none: not every agency has described what it does. */
  async choose({
    toUnitId,
    serviceType,
    urgency,
    serviceId,
    waitingList = false,
  }: Asking): Promise<Pick<Referral, 'serviceId' | 'waitingList'>> {
    const offer = serviceId === undefined ? await this.best(toUnitId, serviceType) : await this.named(serviceId, toUnitId, serviceType);
    if (offer === null) return { serviceId: null, waitingList: false };
    this.refuseStale(offer, urgency);
    if (offer.isFull && !waitingList) throw conflict('service-full', { serviceId: offer.serviceId, waiting: offer.waiting });
    return { serviceId: offer.serviceId, waitingList: offer.isFull };
  }

  /** The service of a draft as it is when the draft is sent: it may have closed meanwhile, or nobody has confirmed it since. */
  async stillAskedBy({ serviceId, toUnitId, serviceType, urgency }: Referral): Promise<Offer | null> {
    if (serviceId === null) return null;
    const offer = await this.directory.offer(serviceId);
    if (offer === null || !isOf(offer, toUnitId, serviceType)) throw conflict('service-closed', { serviceId });
    this.refuseStale(offer, urgency);
    return offer;
  }

  private async best(unitId: string, serviceType: string): Promise<Offer | null> {
    const [best] = await this.directory.offers(unitId, serviceType);
    return best ?? null;
  }

  private async named(serviceId: string, unitId: string, serviceType: string): Promise<Offer> {
    const offer = await this.directory.offer(serviceId);
    if (offer === null || !isOf(offer, unitId, serviceType)) throw invalidInput({ field: 'serviceId', code: 'not-offered' });
    return offer;
  }

  /** Where hours count, nobody is sent to a door of which nobody knows whether it is still there. */
  private refuseStale({ serviceId, isStale }: Offer, urgency: string): void {
    const { serviceStaleAfterDays: days } = this.reference.timers;
    if (isStale && urgency === 'emergency') throw conflict('service-stale', { serviceId, days });
  }
}

/** Whether a unit offers just this at present. */
function isOf(offer: Offer, unitId: string, serviceType: string): boolean {
  return offer.isActive && offer.unitId === unitId && offer.serviceType === serviceType;
}
