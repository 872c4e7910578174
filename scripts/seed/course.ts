import { type LocalDay, addDays } from '../../src/kernel/local-time.ts';
import type { WorkingCalendar } from '../../src/kernel/working-calendar.ts';
import type { Dice } from './dice.ts';
import { atWork, workingDayUpTo } from './story.ts';

const HALF_AN_HOUR = 1_800_000;
const DAY = 86_400_000;

/** The steps of one piece of work, one after another, in office hours, and none later than its story is told. */
export class Course {
  private before: Date;

  private constructor(
    private readonly calendar: WorkingCalendar,
    private readonly dice: Dice,
    readonly from: LocalDay,
    private readonly latest: Date,
  ) {
    this.before = calendar.at(from, '08:00');
  }

  /** Begins so many days before the end of the story, but not before a day; nothing if no office was open in between. */
  static beginning(
    calendar: WorkingCalendar,
    dice: Dice,
    days: number,
    { earliest, latest }: { earliest: LocalDay; latest: Date },
  ): Course | null {
    const until = calendar.dayOf(latest);
    const wanted = workingDayUpTo(calendar, addDays(until, -days));
    const from = wanted < earliest ? calendar.workingDayFrom(earliest) : wanted;
    return calendar.at(from, '10:00') > latest ? null : new Course(calendar, dice, from, latest);
  }

  /** How many days there are between its first step and the end of the story. */
  get days(): number {
    return Math.floor((this.latest.getTime() - this.before.getTime()) / DAY);
  }

  /** The next step, about so many days after the beginning. */
  step(days: number): Date {
    const wanted = atWork(this.calendar, workingDayUpTo(this.calendar, addDays(this.from, Math.round(days))), this.dice);
    const soonest = this.before.getTime() + HALF_AN_HOUR;
    this.before = new Date(Math.min(Math.max(wanted.getTime(), soonest), this.latest.getTime()));
    return this.before;
  }
}
