import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { ReferralDisputed } from '../referrals/index.ts';
import { DeliveryAnswered, DeliveryLogged } from './delivery.events.ts';

/** Says of a referral since when something that was given on it is disputed and not put right, so that nobody forgets it. */
@Injectable()
export class Disputes {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  @On(DeliveryAnswered, { as: 'system' })
  async whenAnswered({ delivery: { referralId }, move }: DeliveryAnswered): Promise<void> {
    if (move === 'dispute') await this.tell(referralId, null);
  }

  /** The row that another one takes the place of stands as it was until that one is written. */
  @On(DeliveryLogged, { as: 'system' })
  async whenLogged({ delivery: { referralId }, corrected }: DeliveryLogged): Promise<void> {
    if (corrected?.wasDisputed() === true) await this.tell(referralId, corrected.id);
  }

  private async tell(referralId: string, but: string | null): Promise<void> {
    const [row] = await this.database.rows<{ since: Date | null }>({
      name: 'disputed-since',
      text: `SELECT min(answered_at) AS since FROM delivery WHERE referral_id = $1 AND status = 'disputed' AND id IS DISTINCT FROM $2`,
      values: [referralId, but],
    });
    await this.events.publish(new ReferralDisputed(referralId, row?.since ?? null));
  }
}
