import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { ConsentExpired, Consents, ConsentWithdrawn } from '../consent/index.ts';
import type { Referral } from './referral.entity.ts';
import { ReferralAnswered, ReferralDraftEnded } from './referral.events.ts';
import { referralLifecycle } from './referral.lifecycle.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/**
 * What was shared on a consent that ends is closed, and what is open is called off, in the same transaction. What stands
 * on a consent that was taken back ends in any case; what another agreement covers by then outlives one that ran out.
 */
@Injectable()
export class WhenConsentEnds {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly sources: Sources,
  ) {}

  @On(ConsentWithdrawn, { as: 'system' })
  async whenWithdrawn({ consentId, caseId, at }: ConsentWithdrawn): Promise<void> {
    for (const id of await this.sources.onConsent(consentId)) {
      const referral = await this.gate.take(ReferralRecord, id, 'close-package');
      // Nobody has got a draft yet; but it was made for somebody who does not want it any more.
      if (referral.status === 'draft') await this.discard(referral, at);
      else await this.end(referral, 'consent-withdrawn', 'sender', at);
    }
    await this.endUncovered(caseId, 'consent-withdrawn', 'sender', at);
  }

  @On(ConsentExpired, { as: 'system' })
  async whenExpired({ caseId, at }: ConsentExpired): Promise<void> {
    await this.endUncovered(caseId, 'consent-expired', 'clock', at);
  }

  /** Ends what is shared of a case on no agreement that holds. */
  private async endUncovered(caseId: string, reason: string, by: 'sender' | 'clock', at: Date): Promise<void> {
    const today = await this.cases.todayOf(caseId);
    for (const { referralId, consentId } of await this.sources.sharedOf(caseId)) {
      // What went out on another basis ends with that.
      if (consentId === null) continue;
      const referral = await this.gate.take(ReferralRecord, referralId, 'close-package');
      const { consentScopes: purposes } = this.reference.code('service-type', referral.serviceType);
      const isCovered = await this.consents.stillCovers(consentId, caseId, { purposes, agencyId: referral.toAgencyId }, today);
      if (!isCovered) await this.end(referral, reason, by, at);
    }
  }

  private async discard(draft: Referral, at: Date): Promise<void> {
    this.database.keep(draft).enterInError(at);
    await this.events.publish(new ReferralDraftEnded(draft.id, at));
  }

  /** Calls a referral off and says so, or closes its package if it is over anyway. */
  private async end(referral: Referral, reason: string, by: 'sender' | 'clock', at: Date): Promise<void> {
    this.database.keep(referral);
    if (!referralLifecycle.movesFrom(referral.status).includes('cancel')) {
      referral.closePackage();
      return;
    }
    referral.cancel(at, reason);
    await this.events.publish(new ReferralAnswered(referral, 'cancel', by, at));
  }
}
