import { Injectable } from '@nestjs/common';
import { conflict, notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { ConsentOverride, ConsentOverrideSource } from './consent-override.entity.ts';

/** What was allowed to be shared without a consent, for whoever may see it. */
@Injectable()
export class ConsentOverrides {
  constructor(private readonly database: Database) {}

  /** Of which referral and case it is. */
  async sourceOf(overrideId: string): Promise<ConsentOverrideSource> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'override-source-of',
      text: 'SELECT * FROM consent_override_source WHERE consent_override_id = $1',
      values: [overrideId],
    });
    if (row === undefined) throw notFound();
    return this.database.hydrate(ConsentOverrideSource, row);
  }

  /** That on which a referral can go out at this moment; null if there is none. It stays as it is until the work is done. */
  async carrying(referralId: string, at: Date): Promise<ConsentOverride | null> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'overrides-carrying',
      text: `SELECT o.* FROM consent_override_source s JOIN consent_override o ON o.id = s.consent_override_id
             WHERE s.referral_id = $1 AND o.status IN ('approved', 'upheld') FOR SHARE OF o`,
      values: [referralId],
    });
    return rows.map((row) => this.database.hydrate(ConsentOverride, row)).find((override) => override.carries(at)) ?? null;
  }

  /** Those of a case, or of one referral, that nobody has answered yet; held still. */
  async askedIn(of: { readonly caseId: string } | { readonly referralId: string }): Promise<ConsentOverride[]> {
    const [column, id] = 'caseId' in of ? ['case_id', of.caseId] : ['referral_id', of.referralId];
    const rows = await this.database.rows<Record<string, unknown>>({
      name: `overrides-asked-by-${column}`,
      text: `SELECT o.* FROM consent_override_source s JOIN consent_override o ON o.id = s.consent_override_id
             WHERE s.${column} = $1 AND o.status = 'requested' ORDER BY o.id FOR UPDATE OF o`,
      values: [id],
    });
    return rows.map((row) => this.database.hydrate(ConsentOverride, row));
  }

  /** One at a time is asked for. What was declined may be asked for anew; what was reversed may not. */
  async refuseAsked(referralId: string): Promise<void> {
    const [asked] = await this.database.rows<{ status: string }>({
      name: 'override-asked',
      text: `SELECT o.status FROM consent_override_source s JOIN consent_override o ON o.id = s.consent_override_id
             WHERE s.referral_id = $1 AND o.status <> 'declined' LIMIT 1`,
      values: [referralId],
    });
    if (asked !== undefined) throw conflict('override-already-asked', { state: asked.status });
  }
}
