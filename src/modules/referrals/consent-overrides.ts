import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { ConsentOverride } from './consent-override.entity.ts';

/** What was allowed to be shared without a consent, for whoever may see it. */
@Injectable()
export class ConsentOverrides {
  constructor(private readonly database: Database) {}

  /** That on which a referral can go out at this moment; null if there is none. It stays as it is until the work is done. */
  async carrying(referralId: string, at: Date): Promise<ConsentOverride | null> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'overrides-carrying',
      text: `SELECT * FROM consent_override WHERE referral_id = $1 AND status IN ('approved', 'upheld') FOR SHARE`,
      values: [referralId],
    });
    return rows.map((row) => this.database.hydrate(ConsentOverride, row)).find((override) => override.carries(at)) ?? null;
  }

  /** One at a time is asked for. What was declined may be asked for anew; what was reversed may not. */
  async refuseAsked(referralId: string): Promise<void> {
    const [asked] = await this.database.rows<{ status: string }>({
      name: 'override-asked',
      text: `SELECT status FROM consent_override WHERE referral_id = $1 AND status <> 'declined' LIMIT 1`,
      values: [referralId],
    });
    if (asked !== undefined) throw conflict('override-already-asked', { state: asked.status });
  }
}
