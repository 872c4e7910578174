import { randomUUID } from 'node:crypto';
import type { Hearers } from './escalation.ts';
import type { Awaited } from './referral-clock.entity.ts';
import type { Outcome } from './outcome.ts';
import type { Referral } from './referral.entity.ts';

/** What both sides may know of a step. */
export interface ReferralFacts {
  readonly serviceType: string;
  readonly reason: string | null;
  readonly outcomeCode: string | null;
}

function factsOf({ serviceType, reason, outcomeCode }: Referral): ReferralFacts {
  return { serviceType, reason, outcomeCode };
}

/** The worker prepared a referral; nobody else knows of it yet. */
export class ReferralDrafted {
  readonly referralId: string;
  readonly facts: ReferralFacts;

  constructor(
    readonly caseId: string,
    referral: Referral,
    readonly at: Date,
  ) {
    this.referralId = referral.id;
    this.facts = factsOf(referral);
  }
}

/** A draft was a mistake, or is not wanted any more. */
export class ReferralDraftEnded {
  constructor(
    readonly referralId: string,
    readonly at: Date,
  ) {}
}

/** A sent referral took a step, by one side, of which the other has to know; or by the clock or the sender's supervisor, of which both have to. */
export class ReferralAnswered {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly serviceType: string;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly facts: ReferralFacts;

  constructor(
    readonly referral: Referral,
    readonly move: string,
    readonly by: 'sender' | 'supervisor' | 'recipient' | 'clock',
    readonly at: Date,
  ) {
    const { id, toUnitId, serviceType, urgency, workerId, unitId, supervisorUnitId } = referral;
    Object.assign(this, { referralId: id, toUnitId, serviceType, urgency, workerId, unitId, supervisorUnitId, facts: factsOf(referral) });
  }
}

/** A referral was sent to a unit, which has to decide by a time. */
export class ReferralSent {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly toAgencyId: string;
  readonly urgency: string;
  readonly facts: ReferralFacts;

  constructor(
    referral: Referral,
    readonly decideBy: Date,
    readonly at: Date,
  ) {
    const { id, toUnitId, toAgencyId, urgency } = referral;
    Object.assign(this, { referralId: id, toUnitId, toAgencyId, urgency, facts: factsOf(referral) });
  }
}

/** A free place is kept for a referral that waits for one, or was kept for it in vain. */
export class ReferralPlaceMoved {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly toAgencyId: string;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly decideBy: Date | null;
  readonly facts: ReferralFacts;

  constructor(
    referral: Referral,
    readonly move: 'offered' | 'lapsed',
    readonly at: Date,
  ) {
    const { id, toUnitId, toAgencyId, urgency, workerId, unitId, supervisorUnitId, decideBy } = referral;
    Object.assign(this, {
      referralId: id,
      toUnitId,
      toAgencyId,
      urgency,
      workerId,
      unitId,
      supervisorUnitId,
      decideBy,
      facts: factsOf(referral),
    });
  }
}

/** A referral came to nothing, and its sender has to say what is next. */
export class ReferralReturned {
  constructor(
    readonly referralId: string,
    readonly at: Date,
  ) {}
}

/** What is next after a referral came to nothing is known. */
export class ReferralNextStepTaken {
  constructor(
    readonly caseId: string,
    readonly referralId: string,
    readonly nextStep: string,
    readonly at: Date,
  ) {}
}

/** Since when something that was given on a referral is disputed and not put right; null: nothing is any more. */
export class ReferralDisputed {
  constructor(
    readonly referralId: string,
    readonly since: Date | null,
  ) {}
}

/** Something was given on a referral that is worked on. */
export class ReferralServed {
  constructor(
    readonly referralId: string,
    readonly at: Date,
  ) {}
}

/** A referral waits for something: somebody is to be reminded of it, or to hear that nobody has answered. */
export class ReferralReminderDue {
  readonly eventId = randomUUID();
  /** The same for the sender's side: where both have nobody, one person may hear of both. */
  readonly toSenderId = randomUUID();
  readonly toSupervisorsId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly toAgencyId: string;
  readonly claimedById: string | null;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;
  /** By when it was to be seen or decided; null where there is no such time. */
  readonly dueAt: Date | null;

  constructor(
    referral: Referral,
    readonly about: Awaited,
    readonly kind: string,
    readonly hearers: Hearers,
    readonly at: Date,
  ) {
    const { id, toUnitId, toAgencyId, claimedById, urgency, workerId, unitId, supervisorUnitId, sealed } = referral;
    Object.assign(this, { referralId: id, toUnitId, toAgencyId, claimedById, urgency, workerId, unitId, supervisorUnitId, sealed });
    this.dueAt = about === 'seen' ? referral.seeBy : about === 'decided' ? referral.decideBy : null;
  }
}

/** Somebody else is asked instead of whom was asked before; the facts are those of the new referral. */
export class ReferralReRouted {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;

  constructor(
    readonly caseId: string,
    referral: Referral,
    readonly reason: string,
    readonly by: 'sender' | 'supervisor',
    readonly at: Date,
  ) {
    const { id, urgency, workerId, unitId, supervisorUnitId } = referral;
    Object.assign(this, { referralId: id, urgency, workerId, unitId, supervisorUnitId });
  }
}

/** The service was given; how much of it in all is part of the outcome. */
export class ReferralCompleted {
  constructor(
    readonly referral: Referral,
    readonly outcome: Outcome,
    readonly at: Date,
  ) {}
}

/** One side of a referral has written to the other; what, it does not say. */
export class ReferralMessageWritten {
  readonly eventId = randomUUID();
  readonly referralId: string;
  readonly toUnitId: string;
  readonly urgency: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;

  constructor(
    referral: Referral,
    readonly by: 'sender' | 'recipient',
    readonly wantsAnswer: boolean,
    readonly at: Date,
  ) {
    const { id, toUnitId, urgency, workerId, unitId, supervisorUnitId } = referral;
    Object.assign(this, { referralId: id, toUnitId, urgency, workerId, unitId, supervisorUnitId });
  }
}
