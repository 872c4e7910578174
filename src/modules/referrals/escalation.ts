import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { firstManned } from '../../kernel/ladder.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference, type ReferralStep } from '../../platform/reference.ts';
import { Directory } from '../directory/index.ts';
import { People } from '../identity/index.ts';
import type { Referral } from './referral.entity.ts';

/** Whom a reminder is for: those who answer for the unit, both sides, or a step of the ladder. */
export type Addressee = 'recipients' | 'sides' | ReferralStep['to'];

/** Who is told, as people stand now; for a coordinator how many there are. */
export interface Hearers {
  readonly to: Addressee;
  /** Who they are, where the sender's and the recipient's posts do not say it. */
  readonly ids: readonly string[];
  readonly howMany: number | null;
}

/** Whom a step of the ladder reaches, as people stand now, and not as they stood when the referral was sent. */
@Injectable()
export class Escalation {
  constructor(
    private readonly people: People,
    private readonly directory: Directory,
    private readonly database: Database,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** For whom this reminder is; undefined when nobody stands on its step or on a higher one. */
  async hearers(kind: string, referral: Referral): Promise<Hearers | undefined> {
    if (kind === 'sides') return { to: kind, ids: [], howMany: null };
    const { referralLadder } = this.reference.timers;
    const ladder = referralLadder[referral.urgency as keyof typeof referralLadder];
    const step = ladder.find(({ to }) => to === kind)?.to;
    if (step === undefined) return { to: 'recipients', ids: [], howMany: null };
    const holders = new Map<ReferralStep['to'], readonly string[]>();
    const to = await firstManned(ladder, step, async (each) => {
      holders.set(each, await this.holders(each, referral));
      // That a unit has no supervisor is itself told, to those above: that step is never empty.
      return each === 'supervisor' || holders.get(each)?.length !== 0;
    });
    if (to === undefined) return undefined;
    return { to, ids: holders.get(to) ?? [], howMany: to === 'coordinator' ? await this.lateWith(referral.toAgencyId) : null };
  }

  private async holders(to: ReferralStep['to'], { toAgencyId, serviceId }: Referral): Promise<readonly string[]> {
    if (to === 'supervisor') return [];
    if (to === 'coordinator') return this.people.holdingInCountryOf('coordinator', toAgencyId);
    const named = serviceId === null ? [] : await this.directory.escalationFor(serviceId);
    return [...new Set([...(await this.people.holdingInAgency('focal-point', toAgencyId)), ...named])];
  }

  /** How many referrals an agency has left without an answer beyond their time. */
  private async lateWith(agencyId: string): Promise<number> {
    const [row] = await this.database.rows<{ late: number }>({
      name: 'referrals-late-with',
      text: `SELECT count(*)::int AS late FROM referral WHERE to_agency_id = $1 AND status = 'sent'
               AND (decide_by <= $2 OR see_by <= $2 AND seen_at IS NULL)`,
      values: [agencyId, this.clock.now()],
    });
    return row?.late ?? 0;
  }
}
