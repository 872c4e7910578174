import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { ConsentOverrideMoved } from './consent-override.events.ts';
import { ConsentOverrides } from './consent-overrides.ts';
import type { Referral } from './referral.entity.ts';
import { ReferralAnswered } from './referral.events.ts';
import { referralLifecycle } from './referral.lifecycle.ts';
import { ReferralRecord } from './referral.record.ts';
import { NextSteps } from './next-steps.ts';
import { Sources } from './sources.ts';

/** What went out without a consent and should not have: the referral is called off and its package closed, in the same transaction. */
@Injectable()
export class WhenOverrideReversed {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly sources: Sources,
    private readonly overrides: ConsentOverrides,
    private readonly nextSteps: NextSteps,
  ) {}

  @On(ConsentOverrideMoved, { as: 'system' })
  async whenMoved({ move, overrideId, at }: ConsentOverrideMoved): Promise<void> {
    if (move !== 'reverse') return;
    const { referralId } = await this.overrides.sourceOf(overrideId);
    // What was agreed to before it went out stands on that.
    const { consentId } = await this.sources.of(referralId);
    if (consentId !== null) return;
    const referral = this.database.keep(await this.gate.take(ReferralRecord, referralId, 'close-package'));
    if (referral.status === 'draft') referral.enterInError(at);
    else if (referralLifecycle.movesFrom(referral.status).includes('cancel')) await this.callOff(referral, at);
    else referral.closePackage();
  }

  /** The recipient learns that it was called off, and not on what it had stood. */
  private async callOff(referral: Referral, at: Date): Promise<void> {
    referral.cancel(at, 'called-off');
    await this.events.publish(new ReferralAnswered(referral, 'cancel', 'sender', at));
    await this.nextSteps.noteReturn(referral.id, at);
  }
}
