import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { conflict, invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { PublicText } from '../../../platform/free-text.ts';
import { Checked, Text } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { Agency } from '../agency.entity.ts';
import { AgencyRecord } from '../agency.record.ts';

const code = /^[A-Z][A-Z0-9-]{1,15}$/;

/** What is asked of whoever adds an agency. */
export class OpenAgencyInput {
  @Checked((value) => (typeof value === 'string' && code.test(value) ? null : { code: 'not-an-agency-code' }), {
    type: String,
    pattern: code.source,
  })
  readonly code: string;
  @PublicText(200) readonly name: string;
  @Text(40) readonly type: string;
  @Text(2) readonly country: string;
}

/** An agency begins to take part. */
@Injectable()
export class OpenAgency {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  async run({ code, name, type, country }: OpenAgencyInput): Promise<Answer> {
    this.checkType(type);
    if (!this.reference.countries.some(({ id }) => id === country)) throw invalidInput({ field: 'country', code: 'unknown-country' });
    const agency = Object.assign(new Agency(), { id: randomUUID(), code, name, type, country, active: true });
    await this.database.begin();
    this.gate.admit(AgencyRecord, agency);
    return this.gate.show(AgencyRecord, agency.id);
  }

  private checkType(type: string): void {
    const known = this.reference.codes('agency-type');
    const wanted = known.find(({ id }) => id === type);
    const open = known.filter(({ mayHoldAccounts }) => mayHoldAccounts).map(({ id }) => id);
    if (wanted === undefined) throw invalidInput({ field: 'type', code: 'not-a-code', params: { allowed: open } });
    // Security and defence bodies never get in, whoever asks: what they are told is disclosed by people and registered.
    if (!wanted.mayHoldAccounts) throw conflict('agency-type-without-accounts', { agencyType: type });
  }
}
