import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { openStates } from './referral.lifecycle.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';

/** The sender's side of referrals, for whoever may see it. */
@Injectable()
export class Sources {
  constructor(private readonly database: Database) {}

  /** Whose case a referral is of, and on which consent it stands. */
  async of(referralId: string): Promise<ReferralSource> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'source-of',
      text: 'SELECT * FROM referral_source WHERE referral_id = $1',
      values: [referralId],
    });
    if (row === undefined) throw notFound();
    return this.database.hydrate(ReferralSource, row);
  }

  /** Holds a referral still before something that belongs to it: in the order in which every deed locks them. */
  async hold(referralId: string): Promise<void> {
    await this.database.send({ name: 'hold-referral', text: 'SELECT 1 FROM referral WHERE id = $1 FOR UPDATE', values: [referralId] });
  }

  /** What is shared, or will be once the referral is sent. */
  async packageOf(referralId: string): Promise<ReferralPackage> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'package-of',
      text: 'SELECT * FROM referral_package WHERE referral_id = $1',
      values: [referralId],
    });
    if (row === undefined) throw notFound();
    return this.database.hydrate(ReferralPackage, row);
  }

  /** A referral of a case for this service that is prepared, or that nobody has ended; the one that was sent first. */
  async openFor(caseId: string, serviceType: string): Promise<string | null> {
    const [row] = await this.database.rows<{ id: string }>({
      name: 'open-for-service',
      text: `SELECT r.id FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.case_id = $1 AND r.service_type = $2 AND r.status = ANY ($3) ORDER BY r.sent_at NULLS LAST, r.id LIMIT 1`,
      values: [caseId, serviceType, ['draft', ...openStates]],
    });
    return row?.id ?? null;
  }

  /** The referral that was made instead of this one; null if none was, or it was a mistake. */
  async insteadOf(referralId: string): Promise<string | null> {
    const [row] = await this.database.rows<{ referral_id: string }>({
      name: 'instead-of',
      text: `SELECT s.referral_id FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.rerouted_from_id = $1 AND r.status <> 'entered_in_error'`,
      values: [referralId],
    });
    return row?.referral_id ?? null;
  }

  /** The referrals of a case that came to nothing, and of which nobody has said what is next. */
  async returnedOf(caseId: string): Promise<string[]> {
    const rows = await this.database.rows<{ referral_id: string }>({
      name: 'returned-of',
      text: `SELECT referral_id FROM referral_source WHERE case_id = $1 AND returned_at IS NOT NULL AND next_step IS NULL ORDER BY referral_id`,
      values: [caseId],
    });
    return rows.map(({ referral_id }) => referral_id);
  }

  /** The referrals of a case that were prepared and not sent. */
  async draftsOf(caseId: string): Promise<ReferralSource[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'drafts-of',
      text: `SELECT s.* FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.case_id = $1 AND r.status = 'draft' ORDER BY s.referral_id`,
      values: [caseId],
    });
    return rows.map((row) => this.database.hydrate(ReferralSource, row));
  }

  /** Whether one referral was sent for the same need of the same case as another, and not before it. */
  async isSentAfter(id: string, other: string): Promise<boolean> {
    const [row] = await this.database.rows({
      name: 'sent-after',
      text: `SELECT 1 FROM referral_source s JOIN referral n ON n.id = s.referral_id, referral_source o JOIN referral r ON r.id = o.referral_id
             WHERE s.referral_id = $1 AND o.referral_id = $2 AND s.referral_id <> o.referral_id AND s.case_id = o.case_id
               AND n.service_type = r.service_type AND n.sent_at >= r.sent_at AND n.status NOT IN ('draft', 'entered_in_error')`,
      values: [id, other],
    });
    return row !== undefined;
  }

  /** The referrals of a case by which something is shared, or will be once the recipient accepts. */
  async sharedOf(caseId: string): Promise<ReferralSource[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'sources-shared',
      text: `SELECT s.* FROM referral_source s JOIN referral r ON r.id = s.referral_id
             WHERE s.case_id = $1 AND (r.status = ANY ($2) OR r.package_open) ORDER BY s.referral_id`,
      values: [caseId, openStates],
    });
    return rows.map((row) => this.database.hydrate(ReferralSource, row));
  }

  /** The referrals that were made on a consent. */
  async onConsent(consentId: string): Promise<string[]> {
    const rows = await this.database.rows<{ referral_id: string }>({
      name: 'sources-on-consent',
      text: 'SELECT referral_id FROM referral_source WHERE consent_id = $1 ORDER BY referral_id',
      values: [consentId],
    });
    return rows.map(({ referral_id }) => referral_id);
  }
}
