import { awaits, momentsOfReferral, ReferralClockRecord } from '../../src/modules/referrals/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Referral } from './referral-course.ts';
import type { Rows } from './rows.ts';
import type { CaseCore } from './scope.ts';

/** Writes the clocks of referrals that wait for something, as the product keeps them: what has passed by now is behind them. */
export class ReferralClockRows {
  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly now: Date,
  ) {}

  /** One clock for each thing the referral waits for; what was taken on is counted from the last service, or from the answer. */
  add(referral: Referral, core: CaseCore, servedAt: Date | undefined): void {
    const calendar = this.reference.calendar(core.country);
    const isHighRisk = core.effectiveRisk(calendar.dayOf(this.now)) === 'high';
    for (const about of ['seen', 'decided', 'at-work'] as const) {
      const since = about === 'at-work' ? (servedAt ?? referral.answeredAt) : referral.sentAt;
      if (since === null || !awaits(referral, about)) continue;
      const clock = Object.assign(new ReferralClockRecord.entity(), { id: this.dice.id(), referralId: referral.id, about, since });
      clock.begin(momentsOfReferral(clock, referral, isHighRisk, this.reference.timers, calendar), this.now);
      this.rows.add('referral_clock', { ...clock, version: 1 });
    }
  }
}
