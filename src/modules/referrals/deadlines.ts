import type { HourLimit, WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { Timers } from '../../platform/reference.ts';
import type { Offer } from '../directory/index.ts';

/** By when a referral has to be seen, and by when it has to be decided. */
export interface Deadlines {
  readonly seeBy: Date;
  readonly decideBy: Date;
}

type Own = Pick<Offer, 'seeWithinHours' | 'decideWithinHours'>;

/**
 * The deadlines of a referral that is sent now: as urgent as its sender says, by the clock of the country where the case is. A service
 * may have times of its own: shorter ones always hold, longer ones only where the urgency lets a service take longer.
 */
export function deadlinesOf(
  urgency: string,
  service: Own | null,
  { referral }: Pick<Timers, 'referral'>,
  calendar: WorkingCalendar,
  sentAt: Date,
): Deadlines {
  const { seen, decided, serviceMayTakeLonger } = referral[urgency as keyof typeof referral];
  const within = ({ hours, counts }: HourLimit, own: number | null): HourLimit => {
    if (own === null) return { hours, counts };
    return { hours: serviceMayTakeLonger ? own : Math.min(own, hours), counts };
  };
  return {
    seeBy: calendar.deadlineAfter(sentAt, within(seen, service?.seeWithinHours ?? null)),
    decideBy: calendar.deadlineAfter(sentAt, within(decided, service?.decideWithinHours ?? null)),
  };
}
