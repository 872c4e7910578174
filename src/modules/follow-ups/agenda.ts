import { Injectable } from '@nestjs/common';
import { type BirthQuarter, nextBandChange } from '../../kernel/age-band.ts';
import { addDays, day, type LocalDay } from '../../kernel/local-time.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import { Reference } from '../../platform/reference.ts';

/** What of a case decides when somebody has to look after the person again. */
export interface Outlook {
  readonly country: string;
  readonly risk: string;
  readonly riskExpiresOn: string | null;
  readonly phase: string;
  readonly birthQuarter: BirthQuarter | null;
}

/** One thing to be done by a day; `aboutOn` is what that day counts from, or leads to. */
export interface Due {
  readonly type: 'contact' | 'review' | 'risk-review' | 'age-band-review' | 'post-closure-check';
  readonly dueOn: LocalDay;
  readonly aboutOn: LocalDay | null;
}

/** By when what has to be done for a person: the plan by risk and phase, as the reference data say it. It knows no rows. */
@Injectable()
export class Agenda {
  constructor(private readonly reference: Reference) {}

  /** All that an open case has ahead of it. */
  of(outlook: Outlook, from: Date): Due[] {
    const ahead = [this.contact(outlook, from), this.review(outlook, from), this.riskReview(outlook, from), this.bandReview(outlook, from)];
    return ahead.filter((due) => due !== null);
  }

  /** The person is to be seen again (T-50): how soon depends on the danger, and on where on the way home they are. */
  contact({ country, risk, phase }: Outlook, from: Date): Due {
    const { followUpDays, followUpDaysAtMostInPhase } = this.reference.timers;
    const atMost = followUpDaysAtMostInPhase.find((each) => each.phase === phase)?.days ?? Infinity;
    const days = Math.min(followUpDays[risk as keyof typeof followUpDays], atMost);
    return { type: 'contact', dueOn: this.calendar(country).dueDayAfter(from, days), aboutOn: null };
  }

  /** The whole case is looked through (T-51), counted from the last review: a limit, so never on the working day after it. */
  review({ country, risk }: Outlook, from: Date, lastOn?: LocalDay): Due {
    const calendar = this.calendar(country);
    const { caseWork } = this.reference.timers;
    const since = lastOn ?? calendar.dayOf(from);
    const { reviewDays } = caseWork[risk as keyof typeof caseWork];
    return { type: 'review', dueOn: this.upTo(calendar, addDays(since, reviewDays), from), aboutOn: since };
  }

  /** The danger is judged anew before the judgement runs out. */
  riskReview({ country, riskExpiresOn }: Outlook, from: Date): Due | null {
    if (riskExpiresOn === null) return null;
    const expires = day(riskExpiresOn);
    const on = addDays(expires, -this.reference.timers.riskReviewDaysBefore);
    return { type: 'risk-review', dueOn: this.upTo(this.calendar(country), on, from), aboutOn: expires };
  }

  /** Consent, instruments, school and work are looked at before a child may grow into the next age band (T-70). */
  bandReview({ country, birthQuarter }: Outlook, from: Date, after?: LocalDay): Due | null {
    if (birthQuarter === null) return null;
    const calendar = this.calendar(country);
    const { sets, daysBefore } = this.reference.timers.ageBandReview;
    const today = calendar.dayOf(from);
    const since = after !== undefined && after > today ? after : today;
    const months = sets.flatMap((set) => nextBandChange(this.reference.ageBands(set), birthQuarter, since)?.month ?? []);
    const [next] = months.sort();
    if (next === undefined) return null;
    const change = day(`${next}-01`);
    return { type: 'age-band-review', dueOn: this.upTo(calendar, addDays(change, -daysBefore), from), aboutOn: change };
  }

  /** How things go some time after the closure (T-61): the next of the days on which somebody asks, or none. */
  checkAfterClosure(country: string, closedOn: LocalDay, from: Date): Due | null {
    const calendar = this.calendar(country);
    const days = this.reference.timers.postClosureCheckDays.find((each) => addDays(closedOn, each) > calendar.dayOf(from));
    if (days === undefined) return null;
    return { type: 'post-closure-check', dueOn: calendar.workingDayFrom(addDays(closedOn, days)), aboutOn: closedOn };
  }

  /** The same day where offices work on it, else the day on which this type is due instead; for a calendar that changed. */
  onWorkingDay(type: string, country: string, dueOn: LocalDay): LocalDay {
    const calendar = this.calendar(country);
    return limits.includes(type) ? calendar.workingDayUpTo(dueOn) : calendar.workingDayFrom(dueOn);
  }

  /** The last working day up to a limit; when that has passed, the next working day there is. */
  private upTo(calendar: WorkingCalendar, limit: LocalDay, from: Date): LocalDay {
    const today = calendar.dayOf(from);
    const on = calendar.workingDayUpTo(limit);
    return on < today ? calendar.workingDayFrom(today) : on;
  }

  private calendar(country: string): WorkingCalendar {
    return this.reference.calendar(country);
  }
}

/** Types whose day is a limit, and moves forward over days of rest. */
const limits: readonly string[] = ['review', 'risk-review', 'age-band-review'];
