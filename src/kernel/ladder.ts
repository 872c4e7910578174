import type { LocalDay, LocalTime } from './local-time.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** A reminder to whoever has to act, so many calendar days before the day or on it. */
export interface Reminder {
  readonly kind: string;
  readonly daysBefore: number;
  readonly at: LocalTime;
}

/** Who hears, so many working days after a day has passed on which nobody acted. Data: see reference/timers.json. */
export interface Step {
  readonly to: string;
  readonly workingDays: number;
  readonly workingDaysAtHighRisk: number;
  readonly at: LocalTime;
}

/** When which reminder goes out; a step of the ladder is named after whom it reaches. */
export interface Moment {
  readonly kind: string;
  readonly at: Date;
}

/** All moments at which somebody is told of what is due on a day: before it, on it, and step by step after it, sooner where danger is high. */
export function momentsOf(
  due: LocalDay,
  { reminders, ladder }: { readonly reminders: readonly Reminder[]; readonly ladder: readonly Step[] },
  calendar: WorkingCalendar,
  isHighRisk: boolean,
): Moment[] {
  const before = reminders.map(({ kind, daysBefore, at }) => ({ kind, at: calendar.reminderAt(due, daysBefore, at) }));
  const after = ladder.map(({ to, workingDays, workingDaysAtHighRisk, at }) => {
    const days = isHighRisk ? workingDaysAtHighRisk : workingDays;
    return { kind: to, at: calendar.workingDaysAfter(calendar.at(due, at), days) };
  });
  return [...before, ...after];
}

/** The first step from this one on that somebody stands on; nobody waits on a step that is empty. Undefined: all that is left is empty. */
export async function firstManned<To extends string>(
  ladder: readonly { readonly to: To }[],
  from: To,
  isManned: (to: To) => Promise<boolean>,
): Promise<To | undefined> {
  const start = ladder.findIndex(({ to }) => to === from);
  for (const { to } of ladder.slice(start)) if (await isManned(to)) return to;
  return undefined;
}
