/** Somebody took a consent back: nothing may be shared on it from this moment. */
export class ConsentWithdrawn {
  constructor(
    readonly consentId: string,
    readonly caseId: string,
    readonly at: Date,
  ) {}
}

/** The last day of a consent is over: nothing may be shared on it any more. */
export class ConsentExpired {
  constructor(
    readonly consentId: string,
    readonly caseId: string,
    readonly at: Date,
  ) {}
}
