import { type LocalDay, type LocalTime, type Weekday, addDays, day, weekdayOf } from './local-time.ts';

/** A holiday on the same date every year, from `from` to `to` where the law changed. */
export interface YearlyHoliday {
  readonly id: string;
  /** Month and day: `03-08`. */
  readonly on: string;
  readonly from?: number;
  readonly to?: number;
  /** On a day of weekly rest it is lost, whatever becomes of other holidays. */
  readonly lostOnRestDay?: boolean;
}

/** A holiday whose date is set anew each year. */
export interface DatedHoliday {
  readonly id: string;
  readonly on: LocalDay;
  readonly lostOnRestDay?: boolean;
}

/** What a country's law and custom say about time. Data: see reference/calendars. */
export interface CalendarFacts {
  readonly country: string;
  readonly zone: string;
  readonly weekStart: Weekday;
  readonly weeklyRest: readonly Weekday[];
  readonly office: { readonly opens: LocalTime; readonly closes: LocalTime };
  readonly yearlyHolidays: readonly YearlyHoliday[];
  readonly datedHolidays: readonly DatedHoliday[];
  /** What becomes of a holiday that falls on a day of weekly rest. */
  readonly holidayOnRestDay: 'moves-to-next-working-day' | 'is-lost';
  /** Days off by decree, most of them made up for by work on a day of weekly rest. */
  readonly exchanges: readonly { readonly rest: LocalDay; readonly work?: LocalDay }[];
}

/** A holiday of one year, and whether the day off moves on when it falls on a day of weekly rest. */
interface Holiday {
  readonly on: LocalDay;
  readonly moves: boolean;
}

/** Which days of a country nobody works. */
export class DaysOff {
  private readonly workedRestDays: ReadonlySet<string>;
  private readonly byYear = new Map<number, ReadonlySet<string>>();

  constructor(private readonly facts: CalendarFacts) {
    this.workedRestDays = new Set(facts.exchanges.flatMap((exchange) => exchange.work ?? []));
  }

  /** Weekly rest that is not worked by decree, holidays, what holidays moved to, and days off by decree. */
  has(on: LocalDay): boolean {
    return this.isRestDay(on) || this.holidaysAround(yearOf(on)).has(on);
  }

  private isRestDay(on: LocalDay): boolean {
    return this.facts.weeklyRest.includes(weekdayOf(on)) && !this.workedRestDays.has(on);
  }

  private holidaysAround(year: number): ReadonlySet<string> {
    let days = this.byYear.get(year);
    if (days === undefined) {
      // the year before too: a holiday at its very end may move into this one
      days = this.withMoved([...this.holidaysOf(year - 1), ...this.holidaysOf(year)]);
      this.byYear.set(year, days);
    }
    return days;
  }

  private holidaysOf(year: number): Holiday[] {
    const { yearlyHolidays, datedHolidays } = this.facts;
    const inForce = yearlyHolidays.filter(({ from, to }) => (from ?? year) <= year && year <= (to ?? year));
    const dated = datedHolidays.filter(({ on }) => yearOf(on) === year);
    return [
      ...inForce.map(({ on, lostOnRestDay }) => ({ on: day(`${year}-${on}`), moves: this.moves(lostOnRestDay) })),
      ...dated.map(({ on, lostOnRestDay }) => ({ on, moves: this.moves(lostOnRestDay) })),
    ].sort((a, b) => (a.on < b.on ? -1 : 1));
  }

  private moves(lostOnRestDay = false): boolean {
    return !lostOnRestDay && this.facts.holidayOnRestDay === 'moves-to-next-working-day';
  }

  private withMoved(holidays: readonly Holiday[]): ReadonlySet<string> {
    const off = new Set<string>([...holidays.map(({ on }) => on), ...this.facts.exchanges.map((exchange) => exchange.rest)]);
    for (const holiday of new Set(holidays.filter(({ moves }) => moves).map(({ on }) => on))) {
      if (!this.isRestDay(holiday)) continue;
      let instead = addDays(holiday, 1);
      while (off.has(instead) || this.isRestDay(instead)) instead = addDays(instead, 1);
      off.add(instead);
    }
    return off;
  }
}

const yearOf = (on: LocalDay): number => Number(on.slice(0, 4));
