import { randomUUID } from 'node:crypto';

/** The unit that has a referral has no account and no slip to answer with: another one is to be issued. */
export class SlipMissing {
  readonly eventId = randomUUID();

  constructor(
    readonly referralId: string,
    readonly workerId: string | null,
    readonly unitId: string,
    readonly supervisorUnitId: string,
    readonly at: Date,
  ) {}
}

/** Too many wrong codes were tried on a slip: nobody can answer with it any more. */
export class SlipLocked {
  readonly eventId = randomUUID();

  constructor(
    readonly referralId: string,
    readonly workerId: string | null,
    readonly unitId: string,
    readonly supervisorUnitId: string,
    readonly at: Date,
  ) {}
}
