import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseNeed } from '../case-rows.entity.ts';
import { CaseRecord, NeedRecord } from '../case.record.ts';
import { scopeOf } from '../scope.ts';
import { today } from '../today.ts';

/** A need as it is found. */
export class NewNeed {
  @Code(listed('plan-domain')) domain: string;
  @Code(listed('need')) needCode: string;
  @Code(listed('need-severity')) severity: string;
}

/** The worker notes what the person needs. */
@Injectable()
export class AddNeed {
  constructor(
    private readonly gate: Gate,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, input: NewNeed): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-need');
    found.refuseWhenClosed();
    const notedOn = today(this.clock, this.reference, found.country);
    const need = Object.assign(new CaseNeed(), input, scopeOf(found), { id: randomUUID(), caseId, notedOn });
    this.gate.admit(NeedRecord, need);
    return this.gate.show(NeedRecord, need.id);
  }
}
