import { Injectable } from '@nestjs/common';
import { day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseClosed, CasePhaseMoved, CaseRegistered, CaseReopened, CaseRiskExpired, CaseRiskSet } from '../cases/index.ts';
import { Agenda } from './agenda.ts';
import type { FollowUp } from './follow-up.entity.ts';
import { FollowUpPlan } from './follow-up-plan.ts';
import { OpenFollowUps, type Standing } from './open-follow-ups.ts';

/** Keeps one open follow-up of each type that an open case needs, on the day that risk and phase ask for, whatever happens to the case. */
@Injectable()
export class WhenCaseChanges {
  constructor(
    private readonly open: OpenFollowUps,
    private readonly database: Database,
    private readonly agenda: Agenda,
    private readonly plan: FollowUpPlan,
    private readonly reference: Reference,
  ) {}

  @On(CaseRegistered, { as: 'system' })
  async whenRegistered({ caseId, at }: CaseRegistered): Promise<void> {
    await this.open.begin(await this.open.standing(caseId), at);
  }

  @On(CaseReopened, { as: 'system' })
  async whenReopened({ caseId, at }: CaseReopened): Promise<void> {
    await this.open.waive(caseId, 'case-reopened', at);
    await this.open.fill(await this.open.standing(caseId), at);
  }

  @On(CaseRiskSet, { as: 'system' })
  async whenRiskSet({ caseId, at }: CaseRiskSet): Promise<void> {
    const [standing, open] = await this.standingWithOpen(caseId);
    for (const followUp of open) await this.followRisk(followUp, standing, at);
    await this.open.fill(
      standing,
      at,
      open.filter((followUp) => followUp.isOpen()),
    );
  }

  @On(CaseRiskExpired, { as: 'system' })
  async whenRiskExpired({ caseId, at }: CaseRiskExpired): Promise<void> {
    const [standing, open] = await this.standingWithOpen(caseId);
    for (const followUp of open) {
      if (followUp.type === 'contact') await this.plan.planSooner(followUp, this.agenda.contact(standing, at), standing.risk, at);
      if (followUp.type === 'review') await this.plan.planSooner(followUp, this.reviewOf(followUp, standing, at), standing.risk, at);
    }
  }

  @On(CasePhaseMoved, { as: 'system' })
  async whenPhaseMoved({ caseId, at }: CasePhaseMoved): Promise<void> {
    const [standing, open] = await this.standingWithOpen(caseId);
    for (const followUp of open)
      if (followUp.type === 'contact') await this.plan.planSooner(followUp, this.agenda.contact(standing, at), standing.risk, at);
  }

  @On(CaseClosed, { as: 'system' })
  whenClosed({ caseId, at }: CaseClosed): Promise<void> {
    return this.open.waive(caseId, 'case-closed', at);
  }

  /** What decides over the days of a case, and what is open: neither waits for the other. */
  private standingWithOpen(caseId: string): Promise<[Standing, FollowUp[]]> {
    return Promise.all([this.open.standing(caseId), this.open.of(caseId)]);
  }

  /** The danger was judged: that is what a review of the risk asks for, and the other days follow it. */
  private async followRisk(followUp: FollowUp, standing: Standing, at: Date): Promise<void> {
    const { risk, country } = standing;
    if (followUp.type === 'contact' && risk !== followUp.riskBasis)
      await this.plan.planAnew(followUp, this.agenda.contact(standing, at), risk, at);
    if (followUp.type === 'review') await this.plan.planAnew(followUp, this.reviewOf(followUp, standing, at), risk, at);
    if (followUp.type !== 'risk-review') return;
    followUp.fulfil(this.reference.calendar(country).dayOf(at));
    this.database.keep(followUp);
    await this.plan.takeBack(followUp.id, at);
  }

  private reviewOf({ aboutOn }: FollowUp, standing: Standing, at: Date) {
    return this.agenda.review(standing, at, aboutOn === null ? undefined : day(aboutOn));
  }
}
