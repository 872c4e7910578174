import { addDays, type LocalTime, timeOfDayIn } from './local-time.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** When somebody takes mail: each thing as it comes but not at night, or all of a day together. */
export interface MailHours {
  readonly delivery: 'at-once' | 'digest';
  readonly digestAt: LocalTime;
  /** Equal: no hour is quiet. */
  readonly quietFrom: LocalTime;
  readonly quietTo: LocalTime;
  /** Nothing on days on which nobody works there either. */
  readonly quietOnDaysOff: boolean;
}

const MINUTE = 60_000;

/** When mail goes out of what came up at an instant: what comes up in one minute goes out together. */
export function mailTime(hours: MailHours, calendar: WorkingCalendar, at: Date): Date {
  return hours.delivery === 'digest' ? digestTime(hours, calendar, at) : awakeTime(hours, calendar, nextMinute(at));
}

/** Today's digest takes along what comes up in its own minute. */
function digestTime({ digestAt, quietOnDaysOff }: MailHours, calendar: WorkingCalendar, at: Date): Date {
  const minute = new Date(Math.floor(at.getTime() / MINUTE) * MINUTE);
  const today = calendar.dayOf(minute);
  const on = minute <= calendar.at(today, digestAt) ? today : addDays(today, 1);
  return calendar.at(quietOnDaysOff ? calendar.workingDayFrom(on) : on, digestAt);
}

function awakeTime({ quietFrom, quietTo, quietOnDaysOff }: MailHours, calendar: WorkingCalendar, at: Date): Date {
  const today = calendar.dayOf(at);
  if (quietOnDaysOff && !calendar.isWorkingDay(today)) return calendar.at(calendar.workingDayFrom(today), quietTo);
  const time = clockTime(timeOfDayIn(calendar.facts.zone, at));
  const night = quietFrom > quietTo;
  const isQuiet = night ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo;
  if (!isQuiet) return at;
  const on = night && time >= quietFrom ? addDays(today, 1) : today;
  return calendar.at(quietOnDaysOff ? calendar.workingDayFrom(on) : on, quietTo);
}

const nextMinute = (at: Date): Date => new Date(Math.ceil(at.getTime() / MINUTE) * MINUTE);
const two = (number: number): string => String(number).padStart(2, '0');
const clockTime = (sinceMidnight: number): string =>
  `${two(Math.floor(sinceMidnight / (60 * MINUTE)))}:${two(Math.floor(sinceMidnight / MINUTE) % 60)}`;
