import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code, Codes, Flag, Id, Maybe } from '../../../platform/input.ts';
import { listed, oneOffFields } from '../../../platform/shipped-reference.ts';
import { CaseRecord } from '../../cases/index.ts';
import { Making } from '../making.ts';
import { ReferralRecord } from '../referral.record.ts';

/** Whom to ask for what, and how soon. */
export class NewReferral {
  @Id() toUnitId: string;
  @Code(listed('service-type')) serviceType: string;
  @Code(listed('referral-urgency')) urgency: string;
  @Maybe() @Code(listed('referral-duplicate-reason')) duplicateReason?: string;
  /** The service of the directory that is asked for; if none is named, the best that the unit offers at present. */
  @Maybe() @Id() serviceId?: string;
  /** The person will wait where no place is free. */
  @Maybe() @Flag() waitingList?: boolean;
  /** Sensitive fields to share beside what the service always gets. */
  @Maybe() @Codes(oneOffFields) oneOff?: string[];
  /** No consent covers it: it goes out only if that is overridden. */
  @Maybe() @Flag() withoutConsent?: boolean;
}

/** The worker prepares a request to another agency: protocol and consent are checked and the package put together, nothing is sent yet. */
@Injectable()
export class MakeReferral {
  constructor(
    private readonly gate: Gate,
    private readonly making: Making,
  ) {}

  async run(caseId: string, input: NewReferral): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'refer');
    const { referral } = await this.making.make(found, input);
    return this.gate.show(ReferralRecord, referral.id);
  }
}
