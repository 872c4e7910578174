import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { CaseClosed, CaseSealed } from '../cases/index.ts';
import type { ConsentOverride } from './consent-override.entity.ts';
import { ConsentOverrideMoved } from './consent-override.events.ts';
import { ConsentOverrides } from './consent-overrides.ts';
import { ReferralDraftEnded, ReferralSent } from './referral.events.ts';

/** What was asked for and not answered is asked no longer: its draft has ended, or its case was closed, or hidden from whoever decides. */
@Injectable()
export class WhenNobodyCanDecide {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly overrides: ConsentOverrides,
  ) {}

  @On(CaseSealed, { as: 'system' })
  async whenSealed({ caseId, at }: CaseSealed): Promise<void> {
    await this.lapse(await this.overrides.askedIn({ caseId }), 'decline', at);
  }

  @On(CaseClosed, { as: 'system' })
  async whenClosed({ caseId, at }: CaseClosed): Promise<void> {
    await this.lapse(await this.overrides.askedIn({ caseId }), 'decline', at);
  }

  /** It went out on a consent after all; the worker who sent it knows. */
  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, at }: ReferralSent): Promise<void> {
    await this.lapse(await this.overrides.askedIn({ referralId }), 'lapse', at);
  }

  @On(ReferralDraftEnded, { as: 'system' })
  async whenDraftEnded({ referralId, at }: ReferralDraftEnded): Promise<void> {
    await this.lapse(await this.overrides.askedIn({ referralId }), 'lapse', at);
  }

  private async lapse(asked: readonly ConsentOverride[], move: 'decline' | 'lapse', at: Date): Promise<void> {
    for (const override of asked) {
      this.database.keep(override).lapse(at);
      await this.events.publish(new ConsentOverrideMoved(override, move, at));
    }
  }
}
