import { type BirthQuarter, bandOn, possibleAges } from '../../src/kernel/age-band.ts';
import { type LocalDay, addDays, day } from '../../src/kernel/local-time.ts';
import type { WorkingCalendar } from '../../src/kernel/working-calendar.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Returnee } from './cohort.ts';
import type { Dice } from './dice.ts';

/** How far the work with somebody has come, and since when. */
export interface Story {
  readonly returnee: Returnee;
  readonly birthQuarter: BirthQuarter;
  readonly ageNow: number;
  readonly stage: Stage;
  readonly phase: string;
  readonly risk: 'low' | 'medium' | 'high' | 'unknown';
  readonly registeredOn: LocalDay;
  readonly ageBand: string;
  /** When the worker and the person last spoke, and the next contact was set. */
  readonly lastContactAt: Date;
  /** An earlier contact, if there was one; the danger was judged by then. */
  readonly earlierContactAt: Date | null;
}

export type Stage = 'registered' | 'assessed' | 'planned' | 'active' | 'in_review' | 'on_hold' | 'closed';

/** The published sources name the month alone; the day is invented. */
export const arrivedOn = day('2022-07-25');
/** The published day on which the group went from the adaptation centre to relatives. */
export const placedOn = day('2023-03-20');

const stages: Readonly<Record<Stage, number>> = {
  registered: 7,
  assessed: 7,
  planned: 8,
  active: 42,
  in_review: 12,
  on_hold: 4,
  closed: 20,
};
/** Whose case was opened only lately: the others are known since the weeks after arrival. */
const latecomers: Readonly<Partial<Record<Stage, readonly [number, number]>>> = {
  registered: [1, 8],
  assessed: [9, 25],
  planned: [20, 45],
};
const phases: Readonly<Record<Stage, Readonly<Record<string, number>>>> = {
  registered: { P3: 60, P4: 40 },
  assessed: { P3: 60, P4: 40 },
  planned: { P3: 50, P4: 50 },
  active: { P2: 4, P3: 16, P4: 60, P5: 20 },
  in_review: { P4: 40, P5: 60 },
  on_hold: { P4: 100 },
  closed: { P6: 100 },
};

/** Tells the story of one case up to now. */
export function tell(returnee: Returnee, now: Date, { reference, dice }: { reference: Reference; dice: Dice }): Story {
  const calendar = reference.calendar('TJ');
  const today = calendar.dayOf(now);
  const birthQuarter = birthQuarterOf(returnee.age, dice);
  const drawn = dice.weighted(stages);
  const lately = latecomers[drawn];
  const late = lately && workingDayUpTo(calendar, addDays(today, -dice.between(...lately)));
  const bandAt = (on: LocalDay): string => bandOn(reference.ageBands('profile'), birthQuarter, on).band.id;
  const isChildAt = (on: LocalDay): boolean => bandOn(reference.ageBands('tasks'), birthQuarter, on).band.id !== 'adult';
  // A child who has grown up since then was known from the start: they came back as a child and count as one.
  const isLate = late !== undefined && isChildAt(late) === (returnee.kind === 'child');
  const stage = late !== undefined && !isLate ? 'active' : drawn;
  const registeredOn = isLate ? late : addDays(arrivedOn, dice.between(1, 18));
  const risk =
    stage === 'registered' ? 'unknown' : stage === 'closed' ? 'low' : dice.weighted({ low: 48, medium: 34, high: 14, unknown: 4 });
  const phase = dice.weighted(phases[stage]);
  const atMost = reference.timers.followUpDaysAtMostInPhase.find((each) => each.phase === phase)?.days ?? Infinity;
  const days = Math.min(reference.timers.followUpDays[risk], atMost);
  const lastContactAt = atWork(calendar, lastContactOn({ stage, days, today, registeredOn }, dice), dice);
  const earlierContactAt = isLate ? null : atWork(calendar, addDays(calendar.dayOf(lastContactAt), -dice.between(days - 2, days)), dice);
  const [ageNow] = possibleAges(birthQuarter, today);
  return {
    returnee,
    birthQuarter,
    ageNow,
    stage,
    phase,
    risk,
    registeredOn,
    ageBand: bandAt(registeredOn),
    lastContactAt,
    earlierContactAt,
  };
}

/** So long ago that most next contacts lie ahead, and some are due, or late by a few days. */
function lastContactOn(
  { stage, days, today, registeredOn }: { stage: Stage; days: number; today: LocalDay; registeredOn: LocalDay },
  dice: Dice,
): LocalDay {
  if (stage === 'closed') return addDays(today, -dice.between(60, 400));
  if (stage === 'registered') return registeredOn;
  const on = addDays(today, -(dice.inHundred(15) ? dice.between(days, days + 5) : dice.between(1, days)));
  return on < registeredOn ? registeredOn : on;
}

/** A moment of the last working day up to a day, when the office is open. */
export function atWork(calendar: WorkingCalendar, upTo: LocalDay, dice: Dice): Date {
  const minutes = String(dice.below(60)).padStart(2, '0') as `${number}`;
  return calendar.at(workingDayUpTo(calendar, upTo), `${dice.between(10, 15)}:${minutes}`);
}

/** This day if offices work on it, else the last one on which they did. */
export function workingDayUpTo(calendar: WorkingCalendar, upTo: LocalDay): LocalDay {
  const known = workingDays.get(upTo);
  if (known !== undefined) return known;
  let on = upTo;
  while (!calendar.isWorkingDay(on)) on = addDays(on, -1);
  workingDays.set(upTo, on);
  return on;
}

/** The demonstration plays in one country, in some thousand days, and asks after each of them very often. */
const workingDays = new Map<LocalDay, LocalDay>();

/** A quarter in which somebody of this age at arrival can be born, the younger age holding at the edge. */
function birthQuarterOf(age: number, dice: Dice): BirthQuarter {
  const quartersSinceYearZero = 2022 * 4 + 2 - age * 4 - dice.between(1, 4);
  return `${Math.floor(quartersSinceYearZero / 4)}-Q${(quartersSinceYearZero % 4) + 1}` as BirthQuarter;
}
