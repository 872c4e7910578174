import { newReferralCode } from '../../src/kernel/case-code.ts';
import type { LocalDay } from '../../src/kernel/local-time.ts';
import { ReferralRecord, disclosedBy } from '../../src/modules/referrals/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Consent } from './consent-rows.ts';
import { Course } from './course.ts';
import { Deck } from './deck.ts';
import type { DeliveryRows } from './delivery-rows.ts';
import type { Dice } from './dice.ts';
import type { Somebody } from './institutions.ts';
import type { PromiseRows } from './promise-rows.ts';
import type { Wish } from './providers.ts';
import { type End, type Given, type Referral, ages, closedMix, follow, openMix, shortest } from './referral-course.ts';
import type { ReferralClockRows } from './referral-clock-rows.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';

/** What can be asked for somebody, and what may be told of them. */
export interface Asking {
  readonly core: CaseCore;
  readonly worker: Somebody;
  readonly wishes: readonly Wish[];
  readonly consents: readonly Consent[];
  /** The case as its worker sees it: what a package is cut out of. */
  readonly seen: Readonly<Record<string, unknown>>;
  readonly needs: readonly Readonly<Record<string, unknown>>[];
  /** Up to when the story of the case is told. */
  readonly latest: Date;
}

const DAY = 86_400_000;

/** Writes referrals as both sides would have left them by now: with what was shared, and what was given. Nothing is shared without consent. */
export class ReferralRows {
  private readonly codes = new Set<string>();
  private readonly open: Deck<End>;
  private readonly closed: Deck<keyof typeof closedMix>;

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly promises: PromiseRows,
    private readonly now: Date,
    private readonly deliveries: DeliveryRows,
    private readonly clocks: ReferralClockRows,
  ) {
    this.open = new Deck(dice, openMix);
    this.closed = new Deck(dice, closedMix);
  }

  /** The referrals of one case. */
  add(asking: Asking): void {
    const { core, wishes, consents } = asking;
    const [first] = consents;
    const inHundred = core.status === 'registered' ? 0 : core.status === 'assessed' ? 40 : 80;
    if (first === undefined) return;
    for (const wish of wishes) if (this.dice.inHundred(inHundred)) this.addOne(wish, first.validFrom as LocalDay, asking);
  }

  private addOne({ service, to }: Wish, earliest: LocalDay, asking: Asking): void {
    const { dice, reference } = this;
    const { core, consents } = asking;
    const calendar = reference.calendar(core.country);
    const last = consents.at(-1)!; // there is a first, so there is a last
    const isWithdrawn = last.status === 'withdrawn';
    const latest = isWithdrawn ? calendar.at(last.withdrawnOn as LocalDay, '16:00') : asking.latest;
    const drawn = core.isOpen() ? this.open.deal() : this.closed.deal();
    const course = Course.beginning(calendar, dice, dice.between(...ages[drawn]), {
      earliest,
      latest: latest > this.now ? this.now : latest,
    });
    if (course === null) return;
    // What has begun only lately is not over yet; in a closed case nothing is open.
    if (course.days < shortest[drawn] && !core.isOpen()) return;
    const end = course.days < shortest[drawn] ? 'sent' : drawn;

    const referral = Object.assign(new ReferralRecord.entity(), scopeOf(core), {
      id: dice.id(),
      code: this.newCode(),
      toUnitId: to.unitId,
      toAgencyId: to.agencyId,
      serviceType: service.id,
      urgency: dice.weighted({ normal: 70, high: 25, emergency: 5 }),
    });
    const given = follow(end, { referral, course, officer: to.officer, dice, reference, calendar });
    if (isWithdrawn) callOff(referral, course.step(course.days));
    this.closeInTime(referral, { service, to }, consents);
    const on = calendar.dayOf(referral.sentAt ?? latest);
    const consent = consents.find(({ validFrom, validTo }) => validFrom <= on && on <= validTo) ?? last;
    this.write(referral, consent, given, { ...asking, to, service });
  }

  /** A package stays readable for a while after the end, and never longer than a consent covers it. */
  private closeInTime(referral: Referral, { service, to }: Wish, consents: readonly Consent[]): void {
    const { status, endedAt } = referral;
    if (endedAt !== null && (status === 'completed' || status === 'failed')) {
      const end = new Date(endedAt.getTime() + this.reference.timers.packageReadableDaysAfterEnd * DAY);
      this.promises.add('close-package', referral.id, end, to.officer);
      if (end <= this.now) referral.closePackage();
    }
    const today = this.reference.calendar('TJ').dayOf(this.now);
    if (!consents.some((consent) => consent.covers(service.consentScopes, to.agencyId, today))) referral.closePackage();
  }

  private write(
    referral: Referral,
    consent: Consent,
    given: readonly Given[],
    { core, worker, seen, needs, to, service }: Asking & Wish,
  ): void {
    const { dice, reference, rows } = this;
    const scope = scopeOf(core);
    const referralId = referral.id;
    rows.add('referral', { ...referral, version: 1 });
    this.clocks.add(referral, core, given.at(-1)?.at);
    const source = {
      referralId,
      caseId: core.id,
      consentId: consent.id,
      senderId: worker.id,
      ageAtEdge: false,
      duplicateReason: null,
      oneOff: [],
    };
    rows.add('referral_source', { ...source, ...scope });
    const template = reference.disclosureTemplates.find(({ id }) => id === service.template);
    if (template === undefined) throw new RangeError(`no template ${service.template}`);
    rows.add('referral_package', {
      referralId,
      ...disclosedBy(template, { seen, needs }),
      toUnitId: to.unitId,
      open: referral.packageOpen,
      ...scope,
    });
    const drawn = given.map(({ at, attendance }) => ({
      ...{ id: dice.id(), at, attendance },
      mode: dice.weighted({ 'at-provider': 60, group: 20, 'home-visit': 15, phone: 5 }),
      durationBand: attendance === 'attended' ? dice.weighted({ '31-60-minutes': 60, '61-120-minutes': 25, 'up-to-30-minutes': 15 }) : null,
    }));
    this.deliveries.add(drawn, { referralId, serviceType: service.id, core, scope, worker, officer: to.officer });
  }

  private newCode(): string {
    for (;;) {
      const code = newReferralCode(this.dice.fill);
      if (this.codes.has(code)) continue;
      this.codes.add(code);
      return code;
    }
  }
}

/** The consent was taken back: what is open ends that day, and a draft was never one. */
function callOff(referral: Referral, at: Date): void {
  if (referral.status === 'draft') referral.enterInError(at);
  else if (['sent', 'accepted', 'in_progress', 'on_hold'].includes(referral.status)) referral.cancel(at, 'consent-withdrawn');
  referral.closePackage();
}
