import type { Moment } from '../../kernel/ladder.ts';
import { addDays, day } from '../../kernel/local-time.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { TaskTemplate, Timers } from '../../platform/reference.ts';

/** Whether a kind of task is due by the clock, night and holiday included: what is told of it sleeps no night either. */
export const isByTheClock = ({ due }: Pick<TaskTemplate, 'due'>): boolean => due.hours !== undefined;

/** The step on which somebody of the ladder hears once more. */
const onceMore = (to: string): string => `${to}-again`;

/** The step that comes again and again, and is never behind anybody: nobody has looked yet. */
export const stillUnverified = onceMore('unverified');

/**
 * When who is reminded that nobody has looked whether a task is done, counted from when it was called so; and then again every so many
 * days until somebody has, next at the first such time after `now`.
 */
export function verificationMomentsOf(
  doneAt: Date,
  { taskVerification, taskVerificationThenEveryDays: everyDays }: Pick<Timers, 'taskVerification' | 'taskVerificationThenEveryDays'>,
  calendar: WorkingCalendar,
  now: Date = doneAt,
): Moment[] {
  const doneOn = calendar.dayOf(doneAt);
  const steps = taskVerification.map(({ kind, workingDays, at }) => ({
    kind,
    at: calendar.workingDaysAfter(calendar.at(doneOn, at), workingDays),
  }));
  const last = steps.at(-1)?.at ?? doneAt;
  for (let days = everyDays; ; days += everyDays) {
    const at = calendar.nextWorkingMoment(calendar.daysAfter(last, days));
    if (at > now) return [...steps, { kind: stillUnverified, at }];
  }
}

/** Whom a step reaches: those of the ladder, the first time or once more. */
export function reachedBy(kind: string): string {
  return kind.replace(/-again$/, '');
}

/**
 * When who is reminded of a task: before it is due, when it is, and up the ladder after it; of some kinds of task once more, long after.
 * High risk climbs faster, and what is due by the clock climbs by it.
 */
export function momentsOf(
  { dueOn, dueAt }: { readonly dueOn: string; readonly dueAt: Date | null },
  isHighRisk: boolean,
  { reminders, ladder, taskHoursLadder }: Pick<Timers, 'reminders' | 'ladder' | 'taskHoursLadder'>,
  calendar: WorkingCalendar,
  template?: Pick<TaskTemplate, 'due' | 'escalate'>,
): Moment[] {
  const due = day(dueOn);
  const before = reminders.map(({ kind, daysBefore, at }) => ({ kind, at: calendar.reminderAt(due, daysBefore, at) }));
  const isByHour = (moment: Moment): Moment => (moment.kind === 'due' && dueAt !== null ? { ...moment, at: dueAt } : moment);
  const byDays = (): Moment[] =>
    ladder.map(({ to, workingDays, workingDaysAtHighRisk, at }) => ({
      kind: to,
      at: calendar.workingDaysAfter(calendar.at(due, at), isHighRisk ? workingDaysAtHighRisk : workingDays),
    }));
  const byHours = (hour: Date): Moment[] =>
    taskHoursLadder.map(({ to, hours, hoursAtHighRisk }) => ({
      kind: to,
      at: calendar.deadlineAfter(hour, { hours: isHighRisk ? hoursAtHighRisk : hours, counts: 'clock-hours' }),
    }));
  const after = dueAt !== null && template !== undefined && isByTheClock(template) ? byHours(dueAt) : byDays();
  const longAfter = (template?.escalate ?? []).flatMap(({ to, daysAfterDue }) =>
    ladder
      .filter((step) => step.to === to)
      .map(({ at }) => ({ kind: onceMore(to), at: calendar.at(calendar.workingDayFrom(addDays(due, daysAfterDue)), at) })),
  );
  return [...before.map(isByHour), ...after, ...longAfter].sort((a, b) => a.at.getTime() - b.at.getTime());
}
