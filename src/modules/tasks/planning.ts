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
    const isSo = (template.applies.when ?? []).every((name) => circumstances[name as keyof typeof circumstances](of));
    return suiting !== 'no' && isSo ? [{ template, ageAtEdge: suiting === 'perhaps' }] : [];
  });
}

/** Whether a template is for somebody of this age and sex; at the edge of a quarter perhaps. */
export function suits(of: Portrait, { applies }: TaskTemplate, bands: AgeBandSet, on: LocalDay): 'yes' | 'perhaps' | 'no' {
  const birth = parseBirthQuarter(of.birthQuarter);
  if (birth === undefined) throw new Error('A case has no birth quarter.');
  const ages = possibleAges(birth, on);
  const isOfAge = (age: number): boolean =>
    applies.bands.includes(bandOfAge(bands, age).id) && age >= (applies.fromAge ?? 0) && age <= (applies.toAge ?? Infinity);
  const fitting = ages.filter(isOfAge);
  if (fitting.length === 0 || (applies.sex !== undefined && applies.sex !== of.sex)) return 'no';
  return fitting.length < ages.length ? 'perhaps' : 'yes';
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
export function dueOf({ due, onNonWorkingDay }: TaskTemplate, { of, now, isHighRisk }: Anchors, calendar: WorkingCalendar): Due {
  const hours = (isHighRisk ? due.highRiskHours : undefined) ?? due.hours;
  if (hours !== undefined) {
    const dueAt = new Date(now.getTime() + hours * 3_600_000);
    return { dueOn: calendar.dayOf(dueAt), dueAt };
  }
  const today = calendar.dayOf(now);
  const known: Readonly<Record<string, string | null>> = { arrival: of.arrivedOn, registration: of.registeredOn, placement: of.placedOn };
  const anchored = known[due.anchor] === null && due.whileUnknown !== undefined ? due.whileUnknown : due;
  const reckoned = addDays(day(known[anchored.anchor] ?? today), anchored.days ?? 0);
  const dueOn = reckoned < today ? today : reckoned;
  return { dueOn: onNonWorkingDay === 'stays' ? dueOn : calendar.workingDayFrom(dueOn), dueAt: null };
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
  const { due, repeat, onNonWorkingDay } = template;
  const today = calendar.dayOf(anchors.now);
  if (due.days === undefined) return dueOf(template, anchors, calendar);
  if (dueOn >= today) return { dueOn: day(dueOn), dueAt: null };
  const days = occurrence > 1 && repeat !== undefined ? repeat.days : due.days;
  const reckoned = addDays(today, Math.max(days, 0));
  return { dueOn: onNonWorkingDay === 'stays' ? reckoned : calendar.workingDayFrom(reckoned), dueAt: null };
}
