import { newReferralCode } from '../../src/kernel/case-code.ts';
import { ConsentOverrideRecord, disclosedBy, ReferralRecord } from '../../src/modules/referrals/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Dice } from './dice.ts';
import type { Somebody } from './institutions.ts';
import type { PromiseRows } from './promise-rows.ts';
import type { Wish } from './providers.ts';
import type { ReferralClockRows } from './referral-clock-rows.ts';
import type { Asking } from './referral-rows.ts';
import type { Rows } from './rows.ts';
import { scopeOf } from './scope.ts';

const HOUR = 3_600_000;
/** What goes out with another person's approval of just that alone, and so not in haste. */
const sensitive = ['F3a', 'F3b', 'F5'];

/** Writes one referral that went out without a consent, because somebody was in danger; the privacy officer has yet to look at it. */
export class OverrideRows {
  private isWritten = false;

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly promises: PromiseRows,
    private readonly clocks: ReferralClockRows,
    private readonly now: Date,
  ) {}

  /** For the first open case of somebody who agreed to nothing, and for no other. */
  add({ core, worker, wishes, consents, seen, needs }: Asking, supervisor: Somebody): void {
    if (this.isWritten || !core.isOpen() || consents.length > 0) return;
    const asked = wishes.find(
      (wish) => wish.service.assentRequired !== true && !this.groupsOf(wish, seen, needs).some((group) => sensitive.includes(group)),
    );
    if (asked === undefined) return;
    this.isWritten = true;
    this.write(asked, { core, worker, seen, needs }, supervisor);
  }

  private write(
    { service, to }: Wish,
    { core, worker, seen, needs }: Pick<Asking, 'core' | 'worker' | 'seen' | 'needs'>,
    supervisor: Somebody,
  ): void {
    const { rows, dice } = this;
    const scope = scopeOf(core);
    const calendar = this.reference.calendar(core.country);
    const at = (hoursAgo: number): Date => new Date(this.now.getTime() - hoursAgo * HOUR);
    const referral = Object.assign(new ReferralRecord.entity(), scope, {
      ...{ id: dice.id(), code: newReferralCode(dice.fill), toUnitId: to.unitId, toAgencyId: to.agencyId, serviceType: service.id },
      urgency: 'emergency',
    });
    const disclosed = disclosedBy(this.templateOf(service.template), { seen, needs });
    const reviewBy = calendar.deadlineAfter(at(2), this.reference.timers.consentOverrideReview);
    const override = Object.assign(new ConsentOverrideRecord.entity(), scope, {
      ...{ id: dice.id(), toAgencyId: to.agencyId, serviceType: service.id, groups: disclosed.packageGroups },
      ...{ legalBasis: 'vital-interest', reason: 'life-in-danger', requestedById: worker.id, requestedAt: at(3) },
    });
    override.approve(supervisor, at(2), reviewBy);
    const { seen: toSee, decided } = this.reference.timers.referral.emergency;
    referral.send(at(1), calendar.deadlineAfter(at(1), toSee), calendar.deadlineAfter(at(1), decided));
    rows.add('referral', { ...referral, version: 1 });
    const source = { referralId: referral.id, caseId: core.id };
    rows.add('referral_source', {
      ...source,
      consentId: null,
      senderId: worker.id,
      ageAtEdge: false,
      duplicateReason: null,
      oneOff: [],
      ...scope,
    });
    rows.add('referral_package', { referralId: referral.id, ...disclosed, toUnitId: to.unitId, open: referral.packageOpen, ...scope });
    rows.add('consent_override', { ...override, version: 1 });
    rows.add('consent_override_source', { consentOverrideId: override.id, ...source, stands: true, ...scope });
    this.promises.add('override-review-due', override.id, reviewBy, supervisor);
    this.clocks.add(referral, core, undefined);
  }

  private groupsOf({ service }: Wish, seen: Asking['seen'], needs: Asking['needs']): readonly string[] {
    return disclosedBy(this.templateOf(service.template), { seen, needs }).packageGroups;
  }

  private templateOf(name: string) {
    const template = this.reference.disclosureTemplates.find(({ id }) => id === name);
    if (template === undefined) throw new RangeError(`no template ${name}`);
    return template;
  }
}
