import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Code, Codes, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Reference } from '../../../platform/reference.ts';
import { CaseHealth } from '../case-health.entity.ts';
import { CaseRecord } from '../case.record.ts';
import { scopeOf } from '../in-case-scope.ts';
import { CaseBehind } from '../case-behind.ts';
import { HealthRecord } from '../sensitive.record.ts';

/** What the team has to know, when it is first written down and whenever it changes. */
export class HealthInCodes {
  @Maybe() @Codes(listed('health-need')) codedNeeds?: string[];
  @Maybe() @Codes(listed('functioning-domain')) functioningDomains?: string[];
  @Maybe() @Code(listed('health-action')) recommendedAction?: string;
  @Maybe() @Codes(listed('health-flag')) flags?: string[];
}

/** The specialist sums up for the team; where a country has none, the worker does. Which of the two is reference data. */
@Injectable()
export class AddHealth {
  constructor(
    private readonly gate: Gate,
    private readonly caseBehind: CaseBehind,
    private readonly reference: Reference,
  ) {}

  async run(caseId: string, { codedNeeds = [], functioningDomains = [], recommendedAction, flags = [] }: HealthInCodes): Promise<Answer> {
    await this.gate.peek(CaseRecord, caseId);
    const found = await this.caseBehind.held(caseId);
    found.refuseWhenClosed();
    const summary = { codedNeeds, functioningDomains, recommendedAction: recommendedAction ?? null, flags };
    const specialistsOnly = this.reference.healthWork.specialistsHoldScores;
    const row = Object.assign(new CaseHealth(), scopeOf(found), summary, { id: randomUUID(), caseId, specialistsOnly });
    this.gate.admit(HealthRecord, row);
    return this.gate.show(HealthRecord, row.id);
  }
}
