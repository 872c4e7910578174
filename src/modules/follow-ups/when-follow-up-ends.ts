import { Injectable } from '@nestjs/common';
import { day } from '../../kernel/local-time.ts';
import { On } from '../../platform/events.ts';
import { Agenda, type Due } from './agenda.ts';
import { FollowUpCompleted, FollowUpWaived } from './follow-up.events.ts';
import { FollowUpPlan } from './follow-up-plan.ts';
import { OpenFollowUps, type Standing } from './open-follow-ups.ts';

/** After each follow-up comes the next of its type, planned in the deed that ends it: an open case is never without one. */
@Injectable()
export class WhenFollowUpEnds {
  constructor(
    private readonly open: OpenFollowUps,
    private readonly agenda: Agenda,
    private readonly plan: FollowUpPlan,
  ) {}

  @On(FollowUpCompleted, { as: 'system' })
  async whenCompleted({ followUpId, caseId, type, aboutOn, at }: FollowUpCompleted): Promise<void> {
    await this.plan.takeBack(followUpId, at);
    const standing = await this.open.standing(caseId);
    if (standing.isOpen) await this.open.add(standing, this.nextAfter(type, aboutOn, standing, at), at);
  }

  @On(FollowUpWaived, { as: 'system' })
  async whenWaived({ followUpId, caseId, type, aboutOn, at }: FollowUpWaived): Promise<void> {
    await this.plan.takeBack(followUpId, at);
    const standing = await this.open.standing(caseId);
    if (standing.isOpen) await this.open.add(standing, this.nextAfter(type, aboutOn, standing, at), at, { afterWaiver: true });
  }

  private nextAfter(type: string, aboutOn: string | null, standing: Standing, at: Date): Due | null {
    if (type === 'contact') return this.agenda.contact(standing, at);
    if (type === 'review') return this.agenda.review(standing, at);
    if (type === 'risk-review') return this.agenda.riskReview(standing, at);
    return type === 'age-band-review' && aboutOn !== null ? this.agenda.bandReview(standing, at, day(aboutOn)) : null;
  }
}
