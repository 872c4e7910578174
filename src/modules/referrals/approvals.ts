import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import type { Disclosed } from './disclosure.ts';
import { ReferralApproval } from './referral-approval.entity.ts';
import { Sources } from './sources.ts';

/** Groups that leave a case only with another person's approval. */
const approvedGroups = ['F3a', 'F3b', 'F3c', 'F5'];

/** What another person said of what a draft would share. */
@Injectable()
export class Approvals {
  constructor(
    private readonly database: Database,
    private readonly sources: Sources,
  ) {}

  /** Whether a package may be sent only with another person's approval. */
  isNeeded({ packageGroups }: Pick<Disclosed, 'packageGroups'>): boolean {
    return packageGroups.some((group) => approvedGroups.includes(group));
  }

  /** What was asked and answered about a draft; null if nobody asked. */
  async of(referralId: string): Promise<ReferralApproval | null> {
    const [row] = await this.database.rows<Record<string, unknown>>({
      name: 'approval-of',
      text: 'SELECT * FROM referral_approval WHERE referral_id = $1',
      values: [referralId],
    });
    return row === undefined ? null : this.database.hydrate(ReferralApproval, row);
  }

  /** Refuses a sensitive package that nobody else approved just as it would be sent. */
  async refuseUnapproved(referralId: string, fresh: Disclosed): Promise<void> {
    if (!this.isNeeded(fresh)) return;
    const { package: approved } = await this.sources.packageOf(referralId);
    const approval = await this.of(referralId);
    const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(fresh.package)), approved);
    if (approval?.approval !== 'approved' || !isSame)
      throw conflict('approval-needed', { groups: fresh.packageGroups.filter((group) => approvedGroups.includes(group)) });
  }
}
