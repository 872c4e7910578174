import type { Moment } from '../../kernel/ladder.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { Timers } from '../../platform/reference.ts';
import type { ReferralClock } from './referral-clock.entity.ts';
import type { Referral } from './referral.entity.ts';

type Told = Pick<Timers, 'referral' | 'referralReminders' | 'referralLadder' | 'referralStaleAfterDays' | 'referralStaleLadder'>;

/** When who is reminded of a referral: before it has to be seen or decided, when it has to, and up the ladder after it. */
export function momentsOf(
  { about, since }: Pick<ReferralClock, 'about' | 'since'>,
  referral: Pick<Referral, 'seeBy' | 'decideBy' | 'urgency'>,
  isHighRisk: boolean,
  timers: Told,
  calendar: WorkingCalendar,
): Moment[] {
  if (about === 'at-work') return staleMoments(since, timers, calendar);
  const due = about === 'seen' ? referral.seeBy : referral.decideBy;
  if (due === null) return [];
  const urgency = referral.urgency as keyof Told['referral'];
  const { counts } = timers.referral[urgency][about];
  const steps = timers.referralLadder[urgency].map(({ to, hours, hoursAtHighRisk }) => ({
    kind: to,
    at: calendar.deadlineAfter(due, { hours: isHighRisk ? hoursAtHighRisk : hours, counts }),
  }));
  return [...reminders(since, due, counts === 'clock-hours' ? null : calendar, timers), ...steps];
}

/** On the way to the deadline, in hours of work where it counts those; what would come no sooner than the deadline is left out. */
function reminders(since: Date, due: Date, calendar: WorkingCalendar | null, { referralReminders }: Told): Moment[] {
  const within = due.getTime() - since.getTime();
  return referralReminders.flatMap(({ kind, share }) => {
    if (share === 1) return [{ kind, at: due }];
    const at = new Date(since.getTime() + within * share);
    const open = calendar?.nextWorkingMoment(at) ?? at;
    return open < due ? [{ kind, at: open }] : [];
  });
}

/** So many days after the last thing that happened, when offices are open. */
function staleMoments(since: Date, { referralStaleAfterDays, referralStaleLadder }: Told, calendar: WorkingCalendar): Moment[] {
  return referralStaleLadder.map(({ to, times }) => ({
    kind: to,
    at: calendar.nextWorkingMoment(calendar.daysAfter(since, times * referralStaleAfterDays)),
  }));
}
