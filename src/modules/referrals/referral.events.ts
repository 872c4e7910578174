import type { Outcome, Referral } from './referral.entity.ts';

/** A referral took a step that the sender has to know of. */
export class ReferralAnswered {
  constructor(
    readonly referralId: string,
    readonly workerId: string | null,
    readonly supervisorUnitId: string,
    readonly move: string,
    readonly at: Date,
  ) {}
}

/** A referral was sent to a unit. */
export class ReferralSent {
  constructor(
    readonly referralId: string,
    readonly toUnitId: string,
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
