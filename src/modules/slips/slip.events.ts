import { randomUUID } from 'node:crypto';

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
