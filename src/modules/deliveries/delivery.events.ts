import type { Delivery } from './delivery.entity.ts';

/** A service was given and logged. */
export class DeliveryLogged {
  constructor(
    readonly delivery: Delivery,
    readonly at: Date,
  ) {}
}
