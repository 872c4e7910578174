import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Consent } from './consent.entity.ts';

/** What the rooms above may ask about consent. */
@Injectable()
export class Consents {
  constructor(private readonly database: Database) {}

  /** The consent on which one of these purposes may be shared with this agency today, if there is one. */
  async coverFor(caseId: string, purposes: readonly string[], agencyId: string, on: string): Promise<Consent | null> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'active-consents',
      text: `SELECT * FROM consent WHERE case_id = $1 AND status = 'active' ORDER BY valid_to DESC, id FOR UPDATE`,
      values: [caseId],
    });
    const consents = rows.map((row) => this.database.hydrate(Consent, row));
    return consents.find((consent) => purposes.every((purpose) => consent.covers(purpose, agencyId, on))) ?? null;
  }
}
