import { randomUUID } from 'node:crypto';
import type { Delivery } from './delivery.entity.ts';

/** What there is to know about a service that was logged, beside the row itself. */
interface Logged {
  /** It is the first one of its referral that took place. */
  readonly isFirst?: boolean;
  /** Somebody came, and was served. */
  readonly tookPlace: boolean;
  /** The row whose place it takes. */
  readonly corrected?: Delivery | null;
}

/** A service was given and logged. */
export class DeliveryLogged {
  readonly eventId = randomUUID();
  readonly isFirst: boolean;
  readonly tookPlace: boolean;
  readonly corrected: Delivery | null;

  constructor(
    readonly delivery: Delivery,
    { isFirst = false, tookPlace, corrected = null }: Logged,
    readonly at: Date,
  ) {
    Object.assign(this, { isFirst, tookPlace, corrected });
  }
}

/** The sender's side said whether it was so. */
export class DeliveryAnswered {
  readonly eventId = randomUUID();

  constructor(
    readonly delivery: Delivery,
    readonly move: 'confirm' | 'agree' | 'dispute',
    readonly at: Date,
  ) {}
}
