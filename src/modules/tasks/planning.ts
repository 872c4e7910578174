import { bandOfAge, parseBirthQuarter, possibleAges, type AgeBandSet } from '../../kernel/age-band.ts';
import { addDays, day, type LocalDay } from '../../kernel/local-time.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { TaskTemplate } from '../../platform/reference.ts';
import type { Portrait } from '../cases/index.ts';
import { circumstances } from './circumstances.ts';

/** A template that applies to somebody; whether it surely does. */
export interface Applying {
  readonly template: TaskTemplate;
  /** The birthday that decides it lies in this quarter: at an edge it applies, and says so. */
  readonly ageAtEdge: boolean;
}

/** Of these templates, those that apply to a person on a day: by age, sex and what the case tells of them. */
export function applyingTo(of: Portrait, templates: readonly TaskTemplate[], bands: AgeBandSet, on: LocalDay): Applying[] {
  return templates.flatMap((template) => {
    const suiting = suits(of, template, bands, on);
    const isSo = (template.applies.when ?? []).every((name) => holdsOf(of, name, bands, on));
    return suiting !== 'no' && isSo ? [{ template, ageAtEdge: suiting === 'perhaps' }] : [];
  });
}

/** Whether a template is for somebody of this age and sex; at the edge of a quarter perhaps. */
export function suits(of: Portrait, { applies }: TaskTemplate, bands: AgeBandSet, on: LocalDay): 'yes' | 'perhaps' | 'no' {
  const ages = agesOf(of, on);
  const isOfAge = (age: number): boolean =>
    applies.bands.includes(bandOfAge(bands, age).id) && age >= (applies.fromAge ?? 0) && age <= (applies.toAge ?? Infinity);
  const fitting = ages.filter(isOfAge);
  if (fitting.length === 0 || (applies.sex !== undefined && applies.sex !== of.sex)) return 'no';
  return fitting.length < ages.length ? 'perhaps' : 'yes';
}

/** Whether a circumstance is so of a person on a day. */
export function holdsOf(of: Portrait, name: string, bands: AgeBandSet, on: LocalDay): boolean {
  const isAdult = agesOf(of, on).map((age) => bandOfAge(bands, age).id === 'adult');
  return circumstances[name as keyof typeof circumstances]({
    ...of,
    mayBeAdult: isAdult.includes(true),
    mayBeChild: isAdult.includes(false),
  });
}

function agesOf({ birthQuarter }: Portrait, on: LocalDay): readonly number[] {
  const birth = parseBirthQuarter(birthQuarter);
  if (birth === undefined) throw new Error('A case has no birth quarter.');
  return possibleAges(birth, on);
}

/** The day before which it would be too early; none if any day will do. */
export function earliestOf({ notBefore }: TaskTemplate, of: Portrait): LocalDay | null {
  return notBefore === undefined ? null : addDays(day(of.arrivedOn), notBefore.days);
}

/** The templates whose tasks a case has by itself in a phase: those of the phase and of all before it. */
export function madeBy(phase: string, order: readonly string[], templates: readonly TaskTemplate[]): TaskTemplate[] {
  const reached = order.slice(0, order.indexOf(phase) + 1);
  return templates.filter(
    ({ made, phase: of }) => made === 'by-registration' || (made === 'by-phase' && (of === 'all' || reached.includes(of))),
  );
}

/** From what the days of a task are counted. */
export interface Anchors {
  readonly of: Portrait;
  readonly now: Date;
  readonly isHighRisk: boolean;
}

/** When a task is due, and at which hour if it is due within hours. */
export interface Due {
  readonly dueOn: LocalDay;
  readonly dueAt: Date | null;
}

/** When a task of a template is due: never before today, and on a day on which nobody works only where the template says so. */
export function dueOf(template: TaskTemplate, { of, now, isHighRisk }: Anchors, calendar: WorkingCalendar): Due {
  const { due } = template;
  const hours = (isHighRisk ? due.highRiskHours : undefined) ?? due.hours;
  if (hours !== undefined) {
    const dueAt = new Date(now.getTime() + hours * 3_600_000);
    return { dueOn: calendar.dayOf(dueAt), dueAt };
  }
  const today = calendar.dayOf(now);
  const known: Readonly<Record<string, string | null>> = { arrival: of.arrivedOn, registration: of.registeredOn, placement: of.placedOn };
  const anchored = known[due.anchor] === null && due.whileUnknown !== undefined ? due.whileUnknown : due;
  const reckoned = addDays(day(known[anchored.anchor] ?? today), anchored.days ?? 0);
  return dueDayIn(template, reckoned < today ? today : reckoned, calendar);
}

/**
 * When what had stopped is due that is begun anew: on its own day if that lies ahead; else as many days from today as its template gives
 * it, for what should have been done while nobody was allowed to do it is not late.
 */
export function dueAnew(
  template: TaskTemplate,
  { dueOn, occurrence }: { readonly dueOn: string; readonly occurrence: number },
  anchors: Anchors,
  calendar: WorkingCalendar,
): Due {
  const { due, repeat } = template;
  const today = calendar.dayOf(anchors.now);
  if (due.days === undefined) return dueOf(template, anchors, calendar);
  if (dueOn >= today) return { dueOn: day(dueOn), dueAt: null };
  const days = occurrence === 1 || repeat === undefined ? due.days : (repeat.days ?? 0);
  return dueDayIn(template, addDays(today, Math.max(days, 0)), calendar);
}

/** When what was found done is to be done another time: so many days from now, or on the day that whoever did it said; null if it is not. */
export function dueAgain(template: TaskTemplate, saidOn: string | null, now: Date, calendar: WorkingCalendar): Due | null {
  const { days, saidWithinDays } = template.repeat ?? {};
  const today = calendar.dayOf(now);
  if (days !== undefined) {
    const dueAt = template.due.hours === undefined ? null : new Date(now.getTime() + days * 86_400_000);
    return dueAt === null ? dueDayIn(template, addDays(today, days), calendar) : { dueOn: calendar.dayOf(dueAt), dueAt };
  }
  if (saidWithinDays === undefined || saidOn === null) return null;
  return dueDayIn(template, day(saidOn < today ? today : saidOn), calendar);
}

function dueDayIn({ onNonWorkingDay }: TaskTemplate, on: LocalDay, calendar: WorkingCalendar): Due {
  return { dueOn: onNonWorkingDay === 'stays' ? on : calendar.workingDayFrom(on), dueAt: null };
}
