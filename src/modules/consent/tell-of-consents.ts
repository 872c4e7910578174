import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { ConsentExpired, ConsentRecorded, ConsentWithdrawn } from './consent.events.ts';
import { ConsentRecord } from './consent.record.ts';

/** Tells the timeline of a case what was agreed to and what was taken back. */
@Injectable()
export class TellOfConsents {
  constructor(private readonly cases: Cases) {}

  @On(ConsentRecorded)
  async whenRecorded({ caseId, consentId: subjectId, scopes, validTo, at }: ConsentRecorded): Promise<void> {
    this.cases.tell(caseId, { kind: 'consent-recorded', of: ConsentRecord, group: 'F9', at, subjectId, details: { scopes, validTo } });
  }

  @On(ConsentExpired)
  async whenExpired({ caseId, consentId: subjectId, at }: ConsentExpired): Promise<void> {
    this.cases.tell(caseId, { kind: 'consent-expired', of: ConsentRecord, group: 'F9', at, subjectId });
  }

  @On(ConsentWithdrawn)
  async whenWithdrawn({ caseId, consentId: subjectId, at }: ConsentWithdrawn): Promise<void> {
    this.cases.tell(caseId, { kind: 'consent-withdrawn', of: ConsentRecord, group: 'F9', at, subjectId });
  }
}
