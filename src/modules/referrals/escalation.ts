import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { firstManned } from '../../kernel/ladder.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference, type ReferralStep, type ReferralWaitStep } from '../../platform/reference.ts';
import { Directory } from '../directory/index.ts';
import { Agencies, People } from '../identity/index.ts';
import type { Awaited } from './referral-clock.entity.ts';
import type { Referral } from './referral.entity.ts';

type Step = ReferralStep['to'] | ReferralWaitStep['to'];

/**
 * Whom a reminder is for: those who answer for the unit, both sides, or a step of the ladder. What is said again and again is for whoever
 * has to act, and a number for those who supervise the sender.
 */
export type Addressee = 'sides' | 'again' | Step;

/** Who is told, as people stand now; for those who are told a number how many there are. */
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
    private readonly agencies: Agencies,
    private readonly directory: Directory,
    private readonly database: Database,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  /** For whom this reminder is; undefined when nobody stands on its step or on a higher one. */
  async hearers(kind: string, about: Awaited, referral: Referral): Promise<Hearers | undefined> {
    if (kind === 'sides') return { to: kind, ids: [], howMany: null };
    if (kind === 'again') return { to: kind, ids: [], howMany: await this.waitingWith(referral.supervisorUnitId, about) };
    if (about === 'unsent' && kind === 'supervisor') {
      // This one is the next of those of which the whole ladder was told.
      return { to: kind, ids: [], howMany: 1 + (await this.waitingWith(referral.supervisorUnitId, about)) };
    }
    const ladder = this.ladderOf(about, referral.urgency);
    const step = ladder.find(({ to }) => to === kind)?.to;
    if (step === undefined) return { to: 'recipients', ids: [], howMany: null };
    const holders = new Map<Step, readonly string[]>();
    const to = await firstManned(ladder, step, async (each) => {
      // That a unit has no supervisor is itself told, to those above, and so is a unit that nobody answers for: those steps are never empty.
      if (each === 'supervisor' || each === 'worker') return true;
      // But where a unit has no accounts there is nobody to be told, and nothing is missing.
      if (each === 'recipients') return !(await this.agencies.worksWithoutAccounts(referral.toUnitId));
      holders.set(each, await this.holders(each, referral));
      return holders.get(each)?.length !== 0;
    });
    if (to === undefined) return undefined;
    return { to, ids: holders.get(to) ?? [], howMany: to === 'coordinator' ? await this.lateWith(referral.toAgencyId) : null };
  }

  private ladderOf(about: Awaited, urgency: string): readonly { readonly to: Step }[] {
    const { referralLadder, referralWaits } = this.reference.timers;
    if (about === 'seen' || about === 'decided' || about === 'at-work') return referralLadder[urgency as keyof typeof referralLadder];
    return referralWaits[about].steps;
  }

  private async holders(to: 'focal-point' | 'coordinator', { toAgencyId, serviceId }: Referral): Promise<readonly string[]> {
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

  /** How many referrals of a team wait for the same although all of its ladder was told of them; those of sealed cases are their workers' alone. */
  private async waitingWith(supervisorUnitId: string, about: Awaited): Promise<number> {
    const [row] = await this.database.rows<{ waiting: number }>({
      name: 'referrals-waiting-with',
      text: `SELECT count(*)::int AS waiting FROM referral r JOIN referral_clock k ON k.referral_id = r.id
             WHERE r.supervisor_unit_id = $1 AND NOT r.sealed AND k.about = $2 AND k.next_kind = 'again'`,
      values: [supervisorUnitId, about],
    });
    return row?.waiting ?? 0;
  }
}
