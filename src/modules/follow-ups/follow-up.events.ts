/** Whom a reminder is for: the worker, or a step of the ladder. */
export type Addressee = 'worker' | 'supervisor' | 'focal-point' | 'coordinator';

/** Somebody has to be told of a follow-up: who, is decided when the message is written, not when it was planned. */
export class FollowUpReminderDue {
  constructor(
    readonly followUpId: string,
    readonly caseId: string,
    readonly dispatchId: string,
    readonly kind: string,
    readonly to: Addressee,
    readonly workerId: string | null,
    readonly unitId: string,
    readonly supervisorUnitId: string,
    readonly dueOn: string,
    readonly plannedFor: Date,
    readonly at: Date,
  ) {}
}

/** The worker has done what it asks: been in touch, reviewed the case, asked how things go after the closure. */
export class FollowUpCompleted {
  constructor(
    readonly followUpId: string,
    readonly caseId: string,
    readonly type: string,
    readonly aboutOn: string | null,
    readonly doneOn: string | null,
    readonly at: Date,
  ) {}
}

/** There was a reason not to; what comes after it is planned all the same. */
export class FollowUpWaived {
  constructor(
    readonly followUpId: string,
    readonly caseId: string,
    readonly type: string,
    readonly aboutOn: string | null,
    readonly reason: string,
    readonly at: Date,
  ) {}
}

/** Another day suits better. */
export class FollowUpMoved {
  constructor(
    readonly followUpId: string,
    readonly caseId: string,
    readonly dueOn: string,
    readonly reason: string,
    readonly at: Date,
  ) {}
}

/** A check after closure found that the person may need help again. */
export class ConcernFoundAfterClosure {
  constructor(
    readonly followUpId: string,
    readonly caseId: string,
    readonly workerId: string | null,
    readonly unitId: string,
    readonly supervisorUnitId: string,
    readonly sealed: boolean,
    readonly at: Date,
  ) {}
}
