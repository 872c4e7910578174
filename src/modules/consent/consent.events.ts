/** Somebody took a consent back: nothing may be shared on it from this moment. */
export class ConsentWithdrawn {
  constructor(
    readonly consentId: string,
    readonly caseId: string,
    readonly at: Date,
  ) {}
}
