import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code, Codes, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { CaseProtection } from '../case-safety.entity.ts';
import { CaseRecord } from '../case.record.ts';
import { scopeOf } from '../in-case-scope.ts';
import { ProtectionRecord } from '../sensitive.record.ts';

/** What threatens, what was agreed, how to be in touch: when it is first written down and whenever it changes. */
export class SafetyFacts {
  @Maybe() @Codes(listed('protection-risk-reason')) protectionRiskReasons?: string[];
  @Maybe() @Code(listed('safety-plan-state')) safetyPlanState?: string;
  @Maybe() @Code(listed('safe-contact')) safeContact?: string;
}

/** The worker writes down what keeps the person safe. */
@Injectable()
export class AddProtection {
  constructor(private readonly gate: Gate) {}

  async run(caseId: string, { protectionRiskReasons = [], safetyPlanState, safeContact }: SafetyFacts): Promise<Answer> {
    const found = await this.gate.take(CaseRecord, caseId, 'add-protection');
    found.refuseWhenClosed();
    const known = { protectionRiskReasons, safetyPlanState: safetyPlanState ?? null, safeContact: safeContact ?? null };
    const row = Object.assign(new CaseProtection(), scopeOf(found), known, { id: randomUUID(), caseId });
    this.gate.admit(ProtectionRecord, row);
    return this.gate.show(ProtectionRecord, row.id);
  }
}
