import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { ConsentWithdrawn } from '../consent/index.ts';
import { ReferralAnswered } from './referral.events.ts';
import { referralLifecycle } from './referral.lifecycle.ts';
import { ReferralRecord } from './referral.record.ts';
import { Sources } from './sources.ts';

/** What was shared on a consent that is taken back is closed, and what is open is called off, in the same transaction. */
@Injectable()
export class WhenConsentWithdrawn {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly sources: Sources,
    private readonly events: Events,
  ) {}

  @On(ConsentWithdrawn, { as: 'system' })
  async whenWithdrawn({ consentId, at }: ConsentWithdrawn): Promise<void> {
    for (const id of await this.sources.onConsent(consentId)) {
      const referral = await this.gate.take(ReferralRecord, id, 'close-package');
      const moves = referralLifecycle.movesFrom(referral.status);
      if (moves.includes('cancel')) referral.cancel(at, 'consent-withdrawn');
      else if (moves.includes('enter-in-error')) referral.enterInError(at);
      else referral.closePackage();
      this.database.keep(referral);
      if (moves.includes('cancel')) await this.events.publish(new ReferralAnswered(referral, 'cancel', 'sender', at));
    }
  }
}
