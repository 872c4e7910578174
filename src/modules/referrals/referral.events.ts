import { randomUUID } from 'node:crypto';
import type { Outcome, Referral } from './referral.entity.ts';

/** A sent referral took a step, by one side, of which the other has to know; or by the clock, of which both have to. */
export class ReferralAnswered {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly serviceType: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;

  constructor(
    { id, toUnitId, serviceType, workerId, unitId, supervisorUnitId }: Referral,
    readonly move: string,
    readonly by: 'sender' | 'recipient' | 'clock',
    readonly at: Date,
  ) {
    Object.assign(this, { referralId: id, toUnitId, serviceType, workerId, unitId, supervisorUnitId });
  }
}

/** A referral was sent to a unit, which has to decide by a time. */
export class ReferralSent {
  readonly eventId = randomUUID();

  constructor(
    readonly referralId: string,
    readonly toUnitId: string,
    readonly toAgencyId: string,
    readonly decideBy: Date,
    readonly at: Date,
  ) {}
}

/** The service was given; how much of it in all is part of the outcome. */
export class ReferralCompleted {
  constructor(
    readonly referral: Referral,
    readonly outcome: Outcome,
    readonly at: Date,
  ) {}
}
