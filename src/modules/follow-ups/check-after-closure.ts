import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { day } from '../../kernel/local-time.ts';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseClosed } from '../cases/index.ts';
import { ConsentExpired, Consents, ConsentWithdrawn } from '../consent/index.ts';
import { Agenda } from './agenda.ts';
import { FollowUpCompleted, FollowUpWaived } from './follow-up.events.ts';
import { OpenFollowUps } from './open-follow-ups.ts';

const toBeAsked = 're-contact';
const type = 'post-closure-check';

/**
 * Somebody asks how things go after the closure (T-61), if that was agreed to, and for as long as it is; and never after a closure of which
 * `codes/closure-reason` says that nobody does: the person died, or another owner looks after them now.
 */
@Injectable()
export class CheckAfterClosure {
  constructor(
    private readonly open: OpenFollowUps,
    private readonly agenda: Agenda,
    private readonly consents: Consents,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  @On(CaseClosed, { as: 'system' })
  async whenClosed({ caseId, reason, at }: CaseClosed): Promise<void> {
    if (reason === null || !this.reference.code('closure-reason', reason).recontact) return;
    const standing = await this.open.standing(caseId);
    const closedOn = this.reference.calendar(standing.country).dayOf(at);
    if (await this.mayAsk(caseId, closedOn))
      await this.open.add(standing, this.agenda.checkAfterClosure(standing.country, closedOn, at), at);
  }

  @On(FollowUpCompleted, { as: 'system' })
  whenCompleted(event: FollowUpCompleted): Promise<void> {
    return this.planNext(event);
  }

  @On(FollowUpWaived, { as: 'system' })
  whenWaived(event: FollowUpWaived): Promise<void> {
    return this.planNext(event);
  }

  @On(ConsentWithdrawn, { as: 'system' })
  whenWithdrawn({ caseId }: ConsentWithdrawn): Promise<void> {
    return this.giveUp(caseId);
  }

  @On(ConsentExpired, { as: 'system' })
  whenExpired({ caseId }: ConsentExpired): Promise<void> {
    return this.giveUp(caseId);
  }

  private async planNext({ caseId, type: ended, aboutOn, at }: FollowUpCompleted | FollowUpWaived): Promise<void> {
    if (ended !== type || aboutOn === null) return;
    const standing = await this.open.standing(caseId);
    if (!standing.isOpen) await this.open.add(standing, this.agenda.checkAfterClosure(standing.country, day(aboutOn), at), at);
  }

  private async giveUp(caseId: string): Promise<void> {
    const now = this.clock.now();
    const { country } = await this.open.standing(caseId);
    if (await this.mayAsk(caseId, this.reference.calendar(country).dayOf(now))) return;
    await this.open.waive(caseId, 'consent-ended', now, (each) => each === type);
  }

  private async mayAsk(caseId: string, on: string): Promise<boolean> {
    const active = await this.consents.activeOf(caseId);
    return active.some((consent) => consent.holds(on) && consent.scopes.includes(toBeAsked));
  }
}
