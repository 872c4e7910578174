import { randomUUID } from 'node:crypto';
import type { Consent } from './consent.entity.ts';

/** Something was agreed to. */
export class ConsentRecorded {
  readonly consentId: string;
  readonly caseId: string;
  readonly scopes: readonly string[];
  readonly validTo: string;

  constructor(
    { id, caseId, scopes, validTo }: Consent,
    readonly at: Date,
  ) {
    Object.assign(this, { consentId: id, caseId, scopes, validTo });
  }
}

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

/** A consent ends soon: then what is shared on it is called off, unless somebody agrees again. */
export class ConsentEnds {
  readonly eventId = randomUUID();
  readonly consentId: string;
  readonly validTo: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;

  constructor(
    { id, validTo, workerId, unitId, supervisorUnitId }: Consent,
    readonly at: Date,
  ) {
    Object.assign(this, { consentId: id, validTo, workerId, unitId, supervisorUnitId });
  }
}
