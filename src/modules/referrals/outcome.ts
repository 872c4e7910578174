/** What came of a referral, in terms that can be counted. */
export interface Outcome {
  readonly outcomeCode: string;
  readonly outcomeOn: string;
  readonly outcomeUnits: number | null;
  readonly noUnitsReason: string | null;
  readonly clientConfirmed: string;
}
