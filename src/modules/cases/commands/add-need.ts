import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Events } from '../../../platform/events.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseNeed } from '../case-rows.entity.ts';
import { NeedAdded } from '../case.events.ts';
import { CaseRecord, NeedRecord } from '../case.record.ts';
import { scopeOf } from '../in-case-scope.ts';
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
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, input: NewNeed): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-need');
    found.refuseWhenClosed();
    this.refuseOtherDomain(input);
    const notedOn = today(this.clock, this.reference, found.country);
    const need = Object.assign(new CaseNeed(), input, scopeOf(found), { id: randomUUID(), caseId, notedOn });
    this.gate.admit(NeedRecord, need);
    await this.events.publish(new NeedAdded(need, this.clock.now()));
    return this.gate.show(NeedRecord, need.id);
  }

  /** A need belongs to one domain of the plan; under another it would be counted and looked for in vain. */
  private refuseOtherDomain({ domain, needCode }: NewNeed): void {
    const allowed = this.reference.ids('need').filter((id) => this.reference.code('need', id).domain === domain);
    if (!allowed.some((id) => id === needCode)) throw invalidInput({ field: 'needCode', code: 'not-a-code', params: { allowed } });
  }
}
