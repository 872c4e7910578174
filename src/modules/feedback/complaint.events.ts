import { randomUUID } from 'node:crypto';

/** For what a complaint waits: to be read, to be settled, or for anybody at all who is not complained of. */
export type Waiting = 'received' | 'not-acknowledged' | 'not-settled' | 'nobody';

/** A complaint waits, and whoever can do something about it has to hear so. It tells neither of what nor of whom. */
export class ComplaintWaits {
  /** What happened; whoever is told of it is told once. */
  readonly eventId: string = randomUUID();

  constructor(
    readonly complaintId: string,
    readonly agencyId: string,
    readonly handlerAgencyId: string | null,
    readonly waiting: Waiting,
    readonly dueOn: string | null,
    readonly isUrgent: boolean,
    readonly at: Date,
  ) {}
}
