import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { On } from '../../platform/events.ts';
import { CaseClosed, CaseRegistered, CaseReopened, CaseRiskExpired, Cases, CaseRiskSet } from '../cases/index.ts';
import { FollowUp } from './follow-up.entity.ts';
import { FollowUpCompleted } from './follow-up.events.ts';
import { FollowUpPlan } from './follow-up-plan.ts';

/** Keeps exactly one open follow-up for every open case, whatever happens to the case. */
@Injectable()
export class WhenCaseChanges {
  constructor(
    private readonly cases: Cases,
    private readonly database: Database,
    private readonly plan: FollowUpPlan,
  ) {}

  @On(CaseRegistered, { as: 'system' })
  whenRegistered({ caseId, at }: CaseRegistered): Promise<void> {
    return this.planNext(caseId, at);
  }

  @On(CaseReopened, { as: 'system' })
  whenReopened({ caseId, at }: CaseReopened): Promise<void> {
    return this.planNext(caseId, at);
  }

  @On(FollowUpCompleted, { as: 'system' })
  async whenCompleted({ followUpId, caseId, at }: FollowUpCompleted): Promise<void> {
    await this.plan.takeBack(followUpId, at);
    await this.planNext(caseId, at);
  }

  @On(CaseRiskSet, { as: 'system' })
  async whenRiskSet({ caseId, at }: CaseRiskSet): Promise<void> {
    const { risk } = await this.cases.routing(caseId);
    for (const followUp of await this.openOf(caseId)) await this.plan.planAnew(followUp, risk, at);
  }

  @On(CaseRiskExpired, { as: 'system' })
  async whenRiskExpired({ caseId, at }: CaseRiskExpired): Promise<void> {
    const { risk } = await this.cases.routing(caseId);
    for (const followUp of await this.openOf(caseId)) await this.plan.planSooner(followUp, risk, at);
  }

  @On(CaseClosed, { as: 'system' })
  async whenClosed({ caseId, at }: CaseClosed): Promise<void> {
    for (const followUp of await this.openOf(caseId)) {
      followUp.waive('case-closed');
      this.database.keep(followUp);
      await this.plan.takeBack(followUp.id, at);
    }
  }

  private async planNext(caseId: string, at: Date): Promise<void> {
    const { risk, isOpen, ...routing } = await this.cases.routing(caseId);
    if (isOpen) await this.plan.plan(routing, risk, at);
  }

  private async openOf(caseId: string): Promise<FollowUp[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'open-follow-ups',
      text: `SELECT * FROM follow_up WHERE case_id = $1 AND status IN ('planned', 'due', 'missed') FOR UPDATE`,
      values: [caseId],
    });
    return rows.map((row) => this.database.hydrate(FollowUp, row));
  }
}
