import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** How many referrals nobody of the unit they were sent to has looked at, and since when the oldest of them lies there. */
@Injectable()
export class UnseenReferrals {
  constructor(private readonly database: Database) {}

  async count(): Promise<{ readonly amount: number; readonly since: Date | null }> {
    const text = `SELECT count(*)::int AS amount, min(sent_at) AS since FROM referral WHERE status = 'sent' AND seen_at IS NULL`;
    const [row] = await this.database.rows<{ amount: number; since: Date | null }>({ name: 'unseen-referrals', text, values: [] });
    return row ?? { amount: 0, since: null };
  }
}
