import type { WorkingCalendar } from '../../src/kernel/working-calendar.ts';
import type { ReferralRecord } from '../../src/modules/referrals/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import type { Course } from './course.ts';
import type { Dice } from './dice.ts';
import type { Somebody } from './institutions.ts';

export type Referral = InstanceType<typeof ReferralRecord.entity>;

/** One service as it was given. */
export interface Given {
  readonly at: Date;
  readonly attendance: string;
}

/** How the referrals of open cases stand, in a hundred; in closed ones nothing is open any more. */
export const openMix = {
  ...{ draft: 6, sent: 12, accepted: 10, in_progress: 22, on_hold: 6, completed: 24 },
  ...{ rejected: 7, failed: 5, cancelled: 5, entered_in_error: 3 },
} as const;
export const closedMix = { completed: 72, rejected: 10, failed: 8, cancelled: 8, entered_in_error: 2 } as const;
export type End = keyof typeof openMix;

/** How many days ago it was sent, and how many days it takes to get there at least. */
export const ages: Readonly<Record<End, readonly [number, number]>> = {
  ...{ draft: [0, 8], sent: [0, 4], accepted: [2, 14], in_progress: [10, 100], on_hold: [15, 120], completed: [25, 280] },
  ...{ rejected: [5, 200], failed: [20, 240], cancelled: [8, 240], entered_in_error: [2, 150] },
};
export const shortest: Readonly<Record<End, number>> = {
  ...{
    draft: 0,
    sent: 0,
    accepted: 1,
    in_progress: 4,
    on_hold: 5,
    completed: 8,
    rejected: 1,
    failed: 5,
    cancelled: 2,
    entered_in_error: 0,
  },
};

interface Telling {
  readonly referral: Referral;
  readonly course: Course;
  readonly officer: Somebody;
  readonly dice: Dice;
  readonly reference: Reference;
  readonly calendar: WorkingCalendar;
}

/** Takes a referral through its moves up to where it stands, and tells which services were given on the way. */
export function follow(end: End, telling: Telling): Given[] {
  const { referral, course, officer, dice, reference } = telling;
  if (end === 'draft') return [];
  send(telling);
  const days = course.days;
  if (end === 'entered_in_error') referral.enterInError(course.step(Math.min(2, days)));
  if (end === 'rejected') referral.reject(officer, course.step(days * 0.2), dice.oneOf(reference.ids('referral-reject-reason')));
  if (end === 'sent' && dice.inHundred(50)) referral.see(course.step(Math.min(1, days)));
  const isAccepted = !['sent', 'rejected', 'entered_in_error'].includes(end) && (end !== 'cancelled' || dice.inHundred(50));
  if (end === 'cancelled' && !isAccepted) referral.cancel(course.step(days * 0.4), reasonToCancel(telling));
  if (!isAccepted) return [];
  referral.accept(officer, course.step(Math.min(dice.between(1, 4), days * 0.2)));
  if (end === 'accepted') return [];
  const given = serve(telling, end);
  if (end === 'cancelled') referral.cancel(course.step(days * 0.8), reasonToCancel(telling));
  if (end === 'on_hold') referral.hold(officer, dice.oneOf(reference.ids('referral-hold-reason')), null);
  if (end === 'failed') referral.fail(officer, course.step(days * 0.9), dice.oneOf(reference.ids('referral-fail-reason')));
  if (end === 'completed') complete(telling, given);
  return given;
}

function send({ referral, course, reference, calendar }: Telling): void {
  const { seen, decided } = reference.timers.referral[referral.urgency as keyof typeof reference.timers.referral];
  const at = course.step(0);
  referral.send(at, calendar.deadlineAfter(at, seen), calendar.deadlineAfter(at, decided));
}

/** Up to four sessions; the first one begins the work. */
function serve({ referral, course, dice }: Telling, end: End): Given[] {
  const sessions = end === 'failed' || end === 'cancelled' ? dice.below(2) : dice.between(end === 'completed' ? 0 : 1, 4);
  if (sessions > 0) referral.begin();
  const from = course.days * 0.2;
  const length = course.days * 0.6;
  return Array.from({ length: sessions }, (_, at) => ({
    at: course.step(from + (length * (at + 1)) / sessions),
    attendance: dice.weighted({ attended: 85, 'did-not-attend': 9, 'called-off-by-person': 4, 'called-off-by-provider': 2 }),
  }));
}

/** What came of it counts what was attended; where nothing was, it says why there is nothing to count. */
function complete({ referral, course, officer, dice, calendar }: Telling, given: readonly Given[]): void {
  const attended = given.filter(({ attendance }) => attendance === 'attended').length;
  const at = course.step(course.days);
  referral.complete(officer, at, {
    outcomeCode: attended === 0 ? 'already-met' : dice.weighted({ provided: 75, 'provided-in-part': 15, continuing: 10 }),
    outcomeOn: calendar.dayOf(given.at(-1)?.at ?? at),
    outcomeUnits: attended === 0 ? null : attended,
    noUnitsReason: attended === 0 ? 'information-only' : null,
    clientConfirmed: dice.weighted({ yes: 70, unknown: 25, no: 5 }),
  });
}

/** Those that follow from something else, the end of a consent or of the case, are not drawn. */
function reasonToCancel({ dice }: Telling): string {
  return dice.oneOf(['person-declined', 'need-met', 're-routed', 'provider-stopped']);
}
