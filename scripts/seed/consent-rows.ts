import { bandOn, lastDayInBand } from '../../src/kernel/age-band.ts';
import { type LocalDay, addDays, day } from '../../src/kernel/local-time.ts';
import { ConsentRecord } from '../../src/modules/consent/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import { agreementAt } from './agreement.ts';
import type { Dice } from './dice.ts';
import type { Somebody } from './institutions.ts';
import type { PromiseRows } from './promise-rows.ts';
import type { Wish } from './providers.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';
import type { Story } from './story.ts';

export type Consent = InstanceType<typeof ConsentRecord.entity>;

/** What a consent has to be about. */
export interface Asked {
  readonly core: CaseCore;
  readonly story: Story;
  readonly worker: Somebody;
  readonly language: string;
  readonly wishes: readonly Wish[];
  /** The last day of the story: today, or the day on which the case was closed. */
  readonly until: LocalDay;
}

const withoutInHundred = 12;
const withdrawnInHundred = 5;

/** Writes what people agreed to, one consent after the other for as long as their case was open, each as its own rules want it. */
export class ConsentRows {
  private readonly today: LocalDay;

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly promises: PromiseRows,
    now: Date,
  ) {
    this.today = reference.calendar('TJ').dayOf(now);
  }

  /** The consents of one case, the latest last; none from somebody who does not want anything shared. */
  add(asked: Asked): Consent[] {
    if (this.dice.inHundred(withoutInHundred) || asked.wishes.length === 0) return [];
    const consents: Consent[] = [];
    for (let given = this.firstDay(asked); given <= asked.until;) {
      const consent = this.consentOn(given, asked);
      consents.push(consent);
      given = addDays(day(consent.validTo), 1);
    }
    this.endSome(consents, asked);
    for (const consent of consents) {
      this.rows.add('consent', { ...consent, ...scopeOf(asked.core), version: 1 });
      const end = this.reference.calendar('TJ').at(addDays(day(consent.validTo), 1), '00:00');
      this.promises.add('expire-consent', consent.id, end, asked.worker);
    }
    return consents;
  }

  private firstDay({ story: { registeredOn }, until }: Asked): LocalDay {
    const back = this.dice.between(40, 330) + (this.dice.inHundred(40) ? 365 : 0);
    const early = addDays(until, -back);
    if (early >= registeredOn) return early;
    const soon = addDays(registeredOn, this.dice.below(4));
    return soon > until ? until : soon;
  }

  private consentOn(given: LocalDay, { core, story, language, wishes }: Asked): Consent {
    const { reference, dice } = this;
    const bands = reference.ageBands('assent');
    const { band } = bandOn(bands, story.birthQuarter, given);
    const needed = wishes.flatMap(({ service }) => service.consentScopes);
    return Object.assign(new ConsentRecord.entity(), {
      id: dice.id(),
      caseId: core.id,
      scopes: [...new Set(['case-work', 'share', ...needed, ...(dice.inHundred(40) ? ['re-contact', 'statistics'] : [])])],
      recipientIds: [...new Set(wishes.map(({ to }) => to.agencyId))],
      basis: 'consent',
      textVersion: 'share/v1',
      language,
      ...agreementAt(band.id, story.returnee, dice),
      validFrom: given,
      validTo: lastDayInBand(bands, story.birthQuarter, given, addDays(given, reference.timers.consent.expiresAfterDays)),
    });
  }

  /** Whose last day is over has run out; a few of the others were taken back. */
  private endSome(consents: readonly Consent[], { until }: Asked): void {
    for (const consent of consents) if (consent.hasRunOut(this.today)) consent.expire();
    const last = consents.at(-1);
    if (last?.status !== 'active' || !this.dice.inHundred(withdrawnInHundred)) return;
    const [earliest, drawn] = [addDays(day(last.validFrom), 14), addDays(until, -this.dice.below(14))];
    if (earliest <= until) last.withdraw(drawn < earliest ? earliest : drawn);
  }
}
