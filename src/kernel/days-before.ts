import { addDays, type LocalDay } from './local-time.ts';

/**
 * Which of the steps before an end is reached on a day, as days left: the nearest, so that of what is near nobody hears that it is far.
 * A step of -1 is reached once the last day is over; undefined before the first.
 */
export function stepReached(end: string, today: LocalDay, daysBefore: readonly number[]): number | undefined {
  return daysBefore.toSorted((a, b) => a - b).find((days) => end <= addDays(today, days));
}
