import type { CaseNeed } from './case-rows.entity.ts';

/** A case was opened. */
export class CaseRegistered {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The case came a step further in the work, or rests. */
export class CaseMoved {
  constructor(
    readonly caseId: string,
    readonly status: string,
    readonly at: Date,
  ) {}
}

/** What is known of the person was corrected, or more of it became known. */
export class CaseEdited {
  constructor(
    readonly caseId: string,
    readonly fields: readonly string[],
    readonly at: Date,
  ) {}
}

/** The person is elsewhere on the way home; the reason is in the worker's own words. */
export class CasePhaseMoved {
  constructor(
    readonly caseId: string,
    readonly phase: string,
    readonly reason: string,
    readonly at: Date,
  ) {}
}

/** The worker judged the danger anew. */
export class CaseRiskSet {
  constructor(
    readonly caseId: string,
    readonly risk: string,
    readonly at: Date,
  ) {}
}

/** The worker's judgement of the danger is too old to go by. */
export class CaseRiskExpired {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** Another worker is responsible. */
export class CaseAssigned {
  constructor(
    readonly caseId: string,
    readonly workerId: string,
    readonly at: Date,
  ) {}
}

/** A sealed case whose worker had left went to another worker, unseen by whoever gave it. */
export class SealedCaseHandedOver {
  constructor(
    readonly caseId: string,
    readonly workerId: string,
    readonly at: Date,
  ) {}
}

/** The supervisor took the case out of the team's sight. */
export class CaseSealed {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The worker gave the case back to the team's sight. */
export class CaseUnsealed {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The worker holds the work to be done. */
export class CaseClosureRequested {
  constructor(
    readonly caseId: string,
    readonly reason: string,
    readonly at: Date,
  ) {}
}

/** The supervisor does not hold the work to be done. */
export class CaseClosureRefused {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The case was closed with another person's approval. */
export class CaseClosed {
  constructor(
    readonly caseId: string,
    readonly reason: string | null,
    readonly at: Date,
  ) {}
}

/** The case was taken up again. */
export class CaseReopened {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The worker found what the person needs. */
export class NeedAdded {
  readonly caseId: string;
  readonly needId: string;
  readonly domain: string;
  readonly needCode: string;
  readonly severity: string;

  constructor(
    { id, caseId, domain, needCode, severity }: CaseNeed,
    readonly at: Date,
  ) {
    Object.assign(this, { caseId, needId: id, domain, needCode, severity });
  }
}

/** The worker wrote a note; what it says is nobody's business but of those who read notes. */
export class NoteAdded {
  constructor(
    readonly caseId: string,
    readonly noteId: string,
    readonly at: Date,
  ) {}
}
