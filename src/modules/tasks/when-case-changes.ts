import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { CaseAssigned, CaseEdited, CasePhaseMoved, CaseRegistered, CaseReopened, CaseRiskSet, NeedAdded } from '../cases/index.ts';
import { ConsentRecorded } from '../consent/index.ts';
import { PlanTasks } from './plan-tasks.ts';

/**
 * Whatever becomes of a case, or becomes known of the person, may ask for tasks. They are made with the sight of whoever acts, for
 * the system knows nothing about people (ADR 0034).
 */
@Injectable()
export class WhenCaseChanges {
  constructor(private readonly plan: PlanTasks) {}

  @On(CaseRegistered)
  whenRegistered({ caseId }: CaseRegistered): Promise<void> {
    return this.plan.complete(caseId);
  }

  @On(CasePhaseMoved)
  whenPhaseMoved({ caseId }: CasePhaseMoved): Promise<void> {
    return this.plan.complete(caseId);
  }

  @On(CaseRiskSet)
  whenRiskSet({ caseId }: CaseRiskSet): Promise<void> {
    return this.plan.complete(caseId);
  }

  @On(CaseReopened)
  whenReopened({ caseId }: CaseReopened): Promise<void> {
    return this.plan.complete(caseId);
  }

  @On(NeedAdded)
  whenNeedAdded({ caseId }: NeedAdded): Promise<void> {
    return this.plan.complete(caseId);
  }

  @On(CaseEdited)
  async whenEdited({ caseId, fields }: CaseEdited): Promise<void> {
    await this.plan.complete(caseId);
    if (fields.includes('placedOn')) await this.plan.byPlacement(caseId);
  }

  @On(CaseAssigned)
  whenAssigned({ caseId }: CaseAssigned): Promise<void> {
    return this.plan.handover(caseId);
  }

  @On(ConsentRecorded)
  whenAgreed({ caseId }: ConsentRecorded): Promise<void> {
    return this.plan.afterConsent(caseId);
  }
}
