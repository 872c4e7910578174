import { randomUUID } from 'node:crypto';
import type { Service } from './service.entity.ts';

/** Nobody of the agency has confirmed a service for too long, or ever: it ranks last and takes no emergencies until somebody does. */
export class ServiceGrewStale {
  readonly eventId = randomUUID();
  readonly serviceId: string;
  readonly agencyId: string;
  readonly receivingUnitId: string;
  /** Whether it ever was confirmed. */
  readonly wasConfirmed: boolean;

  constructor(
    { id, agencyId, receivingUnitId, verifiedAt }: Service,
    /** Whom to turn to about it, as far as they are at work there. */
    readonly contactIds: readonly string[],
    readonly at: Date,
  ) {
    this.serviceId = id;
    this.agencyId = agencyId;
    this.receivingUnitId = receivingUnitId;
    this.wasConfirmed = verifiedAt !== null;
  }
}

/** The agency of a service has said how much room there is. */
export class ServiceRoomTold {
  constructor(
    readonly serviceId: string,
    readonly at: Date,
  ) {}
}
