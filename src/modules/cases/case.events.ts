/** A case was opened. */
export class CaseRegistered {
  constructor(
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The worker judged the danger anew. */
export class CaseRiskSet {
  constructor(
    readonly caseId: string,
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

/** The case was closed with another person's approval. */
export class CaseClosed {
  constructor(
    readonly caseId: string,
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
