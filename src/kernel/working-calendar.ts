import { type CalendarFacts, DaysOff } from './days-off.ts';
import { type LocalDay, type LocalTime, addDays, dayIn, instantAtMillisecond, instantIn, timeOfDayIn, weekdayOf } from './local-time.ts';

/** A time limit in hours, and which hours run: all of them, or only those of working days. */
export interface HourLimit {
  readonly hours: number;
  readonly counts: 'clock-hours' | 'working-day-hours';
}

const HOUR = 3_600_000;

/** Working days, rest days and local time of one country: every due date and deadline is reckoned here. */
export class WorkingCalendar {
  private readonly daysOff: DaysOff;

  constructor(readonly facts: CalendarFacts) {
    this.daysOff = new DaysOff(facts);
  }

  /** The day it is in this country at an instant. */
  dayOf(at: Date): LocalDay {
    return dayIn(this.facts.zone, at);
  }

  /** The instant at which clocks in this country show this day and time. */
  at(on: LocalDay, time: LocalTime): Date {
    return instantIn(this.facts.zone, on, time);
  }

  /** When to remind of something due on a day: at a local time, so many calendar days before it. */
  reminderAt(due: LocalDay, daysBefore: number, time: LocalTime): Date {
    return this.at(addDays(due, -daysBefore), time);
  }

  /** Whether offices work on this day: no weekly rest, no holiday, no day off by decree; or a rest day that is worked by decree. */
  isWorkingDay(on: LocalDay): boolean {
    return !this.daysOff.has(on);
  }

  /** This day if offices work on it, else the next day on which they do. */
  workingDayFrom(on: LocalDay): LocalDay {
    let candidate = on;
    while (!this.isWorkingDay(candidate)) candidate = addDays(candidate, 1);
    return candidate;
  }

  /** This day if offices work on it, else the last day before on which they did. */
  workingDayUpTo(on: LocalDay): LocalDay {
    let candidate = on;
    while (!this.isWorkingDay(candidate)) candidate = addDays(candidate, -1);
    return candidate;
  }

  /** The same local time so many calendar days later. */
  daysAfter(at: Date, days: number): Date {
    return this.sameTimeOn(addDays(this.dayOf(at), days), at);
  }

  /** The same local time on the so-many-th working day after the day of `at`; for 0, on that day or the next working day. */
  workingDaysAfter(at: Date, days: number): Date {
    if (!Number.isSafeInteger(days) || days < 0) throw new RangeError(`not a number of working days: ${days}`);
    let reached = this.dayOf(at);
    for (let left = days; left > 0; left--) reached = this.workingDayFrom(addDays(reached, 1));
    return this.sameTimeOn(this.workingDayFrom(reached), at);
  }

  /** The day on which something due in so many calendar days is due: never a day on which nobody works, but the next working day. */
  dueDayAfter(at: Date, days: number): LocalDay {
    return this.workingDayFrom(addDays(this.dayOf(at), days));
  }

  /** This instant if offices are open then, else the next opening. */
  nextWorkingMoment(at: Date): Date {
    const today = this.dayOf(at);
    const { opens, closes } = this.facts.office;
    if (this.isWorkingDay(today)) {
      if (at < this.at(today, opens)) return this.at(today, opens);
      if (at < this.at(today, closes)) return at;
    }
    return this.at(this.workingDayFrom(addDays(today, 1)), opens);
  }

  /** The instant at which a time limit runs out. */
  deadlineAfter(at: Date, { hours, counts }: HourLimit): Date {
    if (counts === 'clock-hours') return new Date(at.getTime() + hours * HOUR);
    return this.workingDayHoursAfter(at, hours);
  }

  /** The first day of the week a day is in. */
  weekStartOf(on: LocalDay): LocalDay {
    return addDays(on, -((weekdayOf(on) - this.facts.weekStart + 7) % 7));
  }

  /** The clock starts when an office is open, runs through nights and stands still on days of rest. */
  private workingDayHoursAfter(at: Date, hours: number): Date {
    let from = this.nextWorkingMoment(at);
    let left = hours * HOUR;
    for (;;) {
      const tomorrow = addDays(this.dayOf(from), 1);
      const untilMidnight = this.at(tomorrow, '00:00').getTime() - from.getTime();
      if (left <= untilMidnight) return new Date(from.getTime() + left);
      left -= untilMidnight;
      from = this.at(this.workingDayFrom(tomorrow), '00:00');
    }
  }

  private sameTimeOn(on: LocalDay, at: Date): Date {
    return instantAtMillisecond(this.facts.zone, on, timeOfDayIn(this.facts.zone, at));
  }
}
