/** Days and times as people at one place name them, and the instants they mean. Zones come from the time zone data of the runtime. */

declare const localDay: unique symbol;
/** A day on the calendar of some place, `2026-03-20`. It is not an instant: it begins at different instants in different zones. */
export type LocalDay = string & { readonly [localDay]: true };

/** A time on the clock of some place, `09:00`. */
export type LocalTime = `${number}:${number}`;

/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WRITTEN_DAY = /^([12]\d{3})-(\d{2})-(\d{2})$/;
const WRITTEN_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** The day a text names, or nothing when there is no such day (29 February of a common year, month 13). */
export function parseDay(text: string): LocalDay | undefined {
  const [, year, month, day] = WRITTEN_DAY.exec(text) ?? [];
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number.isNaN(at.getTime()) || writtenDay(at) !== text ? undefined : (text as LocalDay);
}

/** The day a text names; a text that names none is a mistake in the program. */
export function day(text: string): LocalDay {
  const parsed = parseDay(text);
  if (parsed === undefined) throw new RangeError(`no such day: ${text}`);
  return parsed;
}

/** Whether a text is a time of day, hours and minutes. */
export function isLocalTime(text: string): text is LocalTime {
  return WRITTEN_TIME.test(text);
}

/** The day so many days later, or earlier when the number is negative. */
export function addDays(from: LocalDay, days: number): LocalDay {
  if (!Number.isSafeInteger(days)) throw new RangeError(`not a whole number of days: ${days}`);
  return written(new Date(midnightUtc(from) + days * DAY));
}

/** Which day of the week it is. */
export function weekdayOf(of: LocalDay): Weekday {
  return (new Date(midnightUtc(of)).getUTCDay() || 7) as Weekday;
}

/** A day as people of a language write it: `Tuesday, 3 March 2026`. */
export function dayInWords(of: LocalDay, language: string): string {
  // plain English would be American, where 3/4 is in March
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(midnightUtc(of));
}

/** The day it is in the zone at an instant. */
export function dayIn(zone: string, at: Date): LocalDay {
  return written(new Date(wallClock(zone, at.getTime())));
}

/** Milliseconds that a clock in the zone shows since midnight. */
export function timeOfDayIn(zone: string, at: Date): number {
  return wallClock(zone, at.getTime()) - midnightUtc(dayIn(zone, at));
}

/** The instant at which a clock in the zone shows this day and this time. */
export function instantIn(zone: string, on: LocalDay, time: LocalTime): Date {
  const [, hours, minutes] = WRITTEN_TIME.exec(time) ?? [];
  if (hours === undefined) throw new RangeError(`no such time of day: ${time}`);
  return instantAtMillisecond(zone, on, (Number(hours) * 60 + Number(minutes)) * MINUTE);
}

/**
 * The instant at which a clock in the zone shows this day and so many milliseconds since midnight. A time that the
 * clock shows twice is the first of the two; a time that it leaps over is as much later as the leap is long.
 */
export function instantAtMillisecond(zone: string, on: LocalDay, sinceMidnight: number): Date {
  const wall = midnightUtc(on) + sinceMidnight;
  const before = offsetIn(zone, wall - DAY);
  const after = offsetIn(zone, wall + DAY);
  const fits = [before, after].find((offset) => offsetIn(zone, wall - offset) === offset);
  return new Date(wall - (fits ?? before));
}

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

function writtenDay(at: Date): string {
  const year = at.getUTCFullYear();
  // other years are written with a sign or leading zeros
  if (!(year >= 1000 && year <= 9999)) return at.toISOString().slice(0, 10);
  return `${year}-${twoDigits(at.getUTCMonth() + 1)}-${twoDigits(at.getUTCDate())}`;
}

/** The day of a real date, which needs no second look unless it lies outside the years that days are written for. */
function written(at: Date): LocalDay {
  const text = writtenDay(at);
  return WRITTEN_DAY.test(text) ? (text as LocalDay) : day(text);
}
const midnightUtc = (of: LocalDay): number => Date.parse(`${of}T00:00:00Z`);
const wallClock = (zone: string, at: number): number => at + offsetIn(zone, at);

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Hours in which no clock is changed twice: where it shows as much ahead at their end as at their beginning, it does all through. */
const STRETCH = 6 * 60 * MINUTE;
const MOST_STRETCHES = 10_000;
const stretches = new Map<string, Map<number, number>>();

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. Asking the runtime takes long, so it is remembered. */
function offsetIn(zone: string, at: number): number {
  const stretch = Math.floor(at / STRETCH);
  const known = stretches.get(zone) ?? new Map<number, number>();
  const remembered = known.get(stretch);
  if (remembered !== undefined) return remembered;
  const first = askOffset(zone, stretch * STRETCH);
  if (first !== askOffset(zone, (stretch + 1) * STRETCH - 1)) return askOffset(zone, at);
  if (known.size >= MOST_STRETCHES) known.clear();
  stretches.set(zone, known.set(stretch, first));
  return first;
}

function askOffset(zone: string, at: number): number {
  const shown = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
  const read = (part: Intl.DateTimeFormatPartTypes): number => shown.get(part) ?? 0;
  const wall = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone);
  if (clock === undefined) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    clock = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', { ...digits, hourCycle: 'h23', timeZone: zone });
    clocks.set(zone, clock);
  }
  return clock;
}
