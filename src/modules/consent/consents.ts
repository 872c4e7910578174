import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { Consent } from './consent.entity.ts';

/** What may be shared with whom for what. */
export interface Sharing {
  readonly purposes: readonly string[];
  readonly agencyId: string;
}

/** What the rooms above may ask about consent. */
@Injectable()
export class Consents {
  constructor(private readonly database: Database) {}

  /** The consent on which may be shared for all these purposes with this agency today, if there is one. */
  async coverFor(caseId: string, purposes: readonly string[], agencyId: string, on: string): Promise<Consent | null> {
    const active = await this.activeOf(caseId);
    return active.find((consent) => consent.covers(purposes, agencyId, on)) ?? null;
  }

  /** Whether what was shared on a consent may stay shared: that one holds, or another one covers the same. */
  async stillCovers(consentId: string, caseId: string, { purposes, agencyId }: Sharing, on: string): Promise<boolean> {
    const active = await this.activeOf(caseId);
    return active.some((consent) => (consent.id === consentId ? consent.holds(on) : consent.covers(purposes, agencyId, on)));
  }

  /** The agreements of a case that nothing has ended, those that hold longest first; held until the work is done. */
  async activeOf(caseId: string): Promise<Consent[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'active-consents',
      text: `SELECT * FROM consent WHERE case_id = $1 AND status = 'active' ORDER BY valid_to DESC, id FOR UPDATE`,
      values: [caseId],
    });
    return rows.map((row) => this.database.hydrate(Consent, row));
  }
}
