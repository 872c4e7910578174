import { type LocalDay, addDays, day } from './local-time.ts';

declare const birthQuarter: unique symbol;
/** All that a case knows of a birth date: `2015-Q3`, a quarter of a year. */
export type BirthQuarter = string & { readonly [birthQuarter]: true };

/** A month, `2027-07`. */
export type Month = `${number}-${number}`;

/** A whole number of years lived. */
export type AgeInYears = number;

/** Ages that a rule treats alike: from `from` up to and including `to`; without `to`, and all that follow. */
export interface AgeBand {
  readonly id: string;
  readonly from: AgeInYears;
  readonly to?: AgeInYears;
}

/** The bands of one purpose, from birth on, without gaps. Data: see reference/age-bands.json. */
export type AgeBandSet<Band extends AgeBand = AgeBand> = readonly Band[];

/** The band somebody is in on a day, as far as a quarter tells. */
export interface BandOnDay<Band extends AgeBand = AgeBand> {
  /** The band to use where there must be one: at an edge the younger, for a child is not to lose protection early. */
  readonly band: Band;
  /** Every band that may be right, the younger first. At an edge each of them holds. */
  readonly possible: readonly Band[];
  /** The quarter does not tell on which side of an edge they are: say so wherever the band is shown or decides something. */
  readonly atEdge: boolean;
}

/** When somebody may grow into the next band, and when they surely have. */
export interface BandChange<Band extends AgeBand = AgeBand> {
  readonly to: Band;
  readonly month: Month;
  readonly surelyBy: Month;
}

const WRITTEN_QUARTER = /^([12]\d{3})-Q([1-4])$/;
/** Nobody on record lived longer by much. */
const OLDEST = 120;

/** The quarter a text names, or nothing. */
export function parseBirthQuarter(text: string): BirthQuarter | undefined {
  return WRITTEN_QUARTER.test(text) ? (text as BirthQuarter) : undefined;
}

/** Whether somebody alive on a day can be born in a quarter. */
export function isPlausibleBirth(quarter: BirthQuarter, on: LocalDay): boolean {
  return quarter <= quarterOf(on) && yearOf(on) - yearOf(quarter) <= OLDEST;
}

/** The quarter a day is in. */
export function quarterOf(on: LocalDay): BirthQuarter {
  return `${yearOf(on)}-Q${Math.ceil(Number(on.slice(5, 7)) / 3)}` as BirthQuarter;
}

/** The ages somebody born in a quarter can have on a day: one, or two when their birthday is in this quarter of the year. */
export function possibleAges(quarter: BirthQuarter, on: LocalDay): readonly [AgeInYears] | readonly [AgeInYears, AgeInYears] {
  const { first, last } = daysOf(quarter);
  if (on < first) throw new RangeError(`${quarter} is after ${on}: not born yet`);
  // on a day within the quarter of birth itself the youngest they can be is newborn
  const youngest = Math.max(0, ageOn(last, on));
  const oldest = ageOn(first, on);
  return youngest === oldest ? [youngest] : [youngest, oldest];
}

/** The band somebody born in a quarter is in on a day. */
export function bandOn<Band extends AgeBand>(set: AgeBandSet<Band>, quarter: BirthQuarter, on: LocalDay): BandOnDay<Band> {
  const bands = possibleAges(quarter, on).map((age) => bandOfAge(set, age));
  const possible = [...new Set(bands)];
  return { band: possible[0]!, possible, atEdge: possible.length > 1 }; // there is a band for every age, so there is a first
}

/** The band an age belongs to. */
export function bandOfAge<Band extends AgeBand>(set: AgeBandSet<Band>, age: AgeInYears): Band {
  const band = set.find(({ from, to }) => from <= age && age <= (to ?? Infinity));
  if (band === undefined) throw new RangeError(`no band for the age ${age}`);
  return band;
}

/** The next band change that has not begun on a day, or nothing when they are in the last band. */
export function nextBandChange<Band extends AgeBand>(
  set: AgeBandSet<Band>,
  quarter: BirthQuarter,
  on: LocalDay,
): BandChange<Band> | undefined {
  const { first, last } = daysOf(quarter);
  const to = set.find(({ from }) => from > 0 && birthday(first, from) > on);
  return to && { to, month: monthOf(birthday(first, to.from)), surelyBy: monthOf(birthday(last, to.from)) };
}

/** The last day up to `latest` on which they surely are in no other band than on `from`: at an edge the younger band holds until it no longer can. */
export function lastDayInBand(set: AgeBandSet, quarter: BirthQuarter, from: LocalDay, latest: LocalDay): LocalDay {
  const { band } = bandOn(set, quarter, from);
  let last = latest;
  while (bandOn(set, quarter, last).band !== band) last = addDays(last, -1);
  return last;
}

const LAST_DAYS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** The first and the last day on which somebody of this quarter can be born: never 29 February, so every year has their birthday. */
function daysOf(quarter: BirthQuarter): { first: LocalDay; last: LocalDay } {
  const year = quarter.slice(0, 4);
  const number = Number(quarter.slice(-1));
  const firstMonth = String(number * 3 - 2).padStart(2, '0');
  return { first: day(`${year}-${firstMonth}-01`), last: day(`${year}-${LAST_DAYS[number - 1]}`) };
}

const yearOf = (date: string): number => Number(date.slice(0, 4));
const monthOf = (date: LocalDay): Month => date.slice(0, 7) as Month;
const birthday = (born: LocalDay, age: AgeInYears): LocalDay => day(`${yearOf(born) + age}${born.slice(4)}`);
const ageOn = (born: LocalDay, on: LocalDay): AgeInYears => yearOf(on) - yearOf(born) - (on.slice(5) < born.slice(5) ? 1 : 0);
