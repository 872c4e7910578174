import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { On } from '../../platform/events.ts';
import { ReferralCompleted } from '../referrals/index.ts';
import { Logging } from './logging.ts';

/**
 * The units of an outcome are all that was given. What nobody logged before is logged with it, in the same transaction, so that
 * deliveries and outcomes add up (a session that was attended and not counted is one); how it was given is not said there, so the row has no mode.
 */
@Injectable()
export class WhenReferralCompleted {
  constructor(
    private readonly database: Database,
    private readonly logging: Logging,
  ) {}

  @On(ReferralCompleted)
  async whenCompleted({ referral, outcome, at }: ReferralCompleted): Promise<void> {
    const units = (outcome.outcomeUnits ?? 0) - (await this.logged(referral.id));
    if (units <= 0) return;
    await this.logging.writeOf(referral, { deliveredOn: outcome.outcomeOn, attendance: 'attended', units }, at);
  }

  /** A row that another one took the place of is not counted; who did not come got 0. */
  private async logged(referralId: string): Promise<number> {
    const [row] = await this.database.rows<{ units: number }>({
      name: 'units-logged',
      text: `SELECT coalesce(sum(coalesce(d.units, 1)), 0)::int AS units FROM delivery d
             WHERE d.referral_id = $1 AND d.status <> 'corrected'`,
      values: [referralId],
    });
    return row?.units ?? 0;
  }
}
