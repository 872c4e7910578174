import type { Moment } from '../../kernel/ladder.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import type { Timers } from '../../platform/reference.ts';
import type { ReferralClock, Wait } from './referral-clock.entity.ts';
import type { Referral } from './referral.entity.ts';

type Told = Pick<
  Timers,
  | ('referral' | 'referralReminders' | 'referralLadder' | 'referralWaits')
  | ('referralStaleAfterDays' | 'referralStaleLadder' | 'referralStaleThenEveryDays')
>;

/**
 * When who is reminded of a referral: before it has to be seen or decided, when it has to, and up the ladder after it; and of whatever
 * else it waits for. What is said again and again is said next at the first such time after `now`.
 */
export function momentsOf(
  { about, since }: Pick<ReferralClock, 'about' | 'since'>,
  referral: Pick<Referral, 'seeBy' | 'decideBy' | 'urgency'>,
  isHighRisk: boolean,
  timers: Told,
  calendar: WorkingCalendar,
  now: Date = since,
): Moment[] {
  if (about === 'at-work') return staleMoments(since, timers, calendar, now);
  const urgency = referral.urgency as keyof Told['referral'];
  if (about !== 'seen' && about !== 'decided') return waitMoments({ about, since }, urgency, isHighRisk, timers, calendar, now);
  const due = about === 'seen' ? referral.seeBy : referral.decideBy;
  if (due === null) return [];
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

/** So many days after the last thing that happened, when offices are open; and then again and again. */
function staleMoments(since: Date, timers: Told, calendar: WorkingCalendar, now: Date): Moment[] {
  const { referralStaleAfterDays: days, referralStaleLadder, referralStaleThenEveryDays } = timers;
  const steps = referralStaleLadder.map(({ to, times }) => ({ kind: to, days: times * days }));
  const at = (after: number): Date => calendar.nextWorkingMoment(calendar.daysAfter(since, after));
  const last = Math.max(...steps.map((step) => step.days));
  return [
    ...steps.map((step) => ({ kind: step.kind, at: at(step.days) })),
    ...again(referralStaleThenEveryDays, (days) => at(last + days), now),
  ];
}

/** So long after it began to wait: in hours of work, or of the clock in an emergency; and then again and again. */
function waitMoments(
  { about, since }: { readonly about: Wait; readonly since: Date },
  urgency: keyof Told['referral'],
  isHighRisk: boolean,
  { referralWaits }: Told,
  calendar: WorkingCalendar,
  now: Date,
): Moment[] {
  const { steps, thenEveryDays } = referralWaits[about];
  const climbing = steps.map(({ to, hours, hoursAtHighRisk, hoursInEmergency }) => {
    if (urgency === 'emergency') return { kind: to, at: calendar.deadlineAfter(since, { hours: hoursInEmergency, counts: 'clock-hours' }) };
    const limit = { hours: isHighRisk ? hoursAtHighRisk : hours, counts: 'working-day-hours' } as const;
    return { kind: to, at: calendar.deadlineAfter(since, limit) };
  });
  const last = climbing.at(-1)?.at ?? since;
  return [...climbing, ...again(thenEveryDays, (days) => calendar.nextWorkingMoment(calendar.daysAfter(last, days)), now)];
}

/** The next of the times that come again every so many days, after the last step and after now. */
function again(everyDays: number, after: (days: number) => Date, now: Date): Moment[] {
  for (let days = everyDays; ; days += everyDays) {
    const at = after(days);
    if (at > now) return [{ kind: 'again', at }];
  }
}
