import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import type { Side } from './messages/referral-message.entity.ts';

/** What one side of a referral has asked and the other has not answered. */
@Injectable()
export class Questions {
  constructor(private readonly database: Database) {}

  /** Since when the oldest question of a side waits; null if none does. As the system, which reads no word of it. */
  async waitingSince(referralId: string, by: Side): Promise<Date | null> {
    const [row] = await this.database.rows<{ since: Date | null }>({
      name: 'questions-waiting-since',
      text: 'SELECT referral_asked_since($1, $2) AS since',
      values: [referralId, by],
    });
    return row?.since ?? null;
  }
}
