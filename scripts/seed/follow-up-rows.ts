import { type LocalDay, day } from '../../src/kernel/local-time.ts';
import { FollowUpRecord } from '../../src/modules/follow-ups/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import { system } from '../../src/platform/system.ts';
import type { Dice } from './dice.ts';
import type { Somebody, Team } from './institutions.ts';
import type { PromiseRows } from './promise-rows.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';
import type { Story } from './story.ts';

type FollowUp = InstanceType<typeof FollowUpRecord.entity>;

interface Moment {
  readonly kind: string;
  readonly at: Date;
}

/** Writes follow-ups with everything the product would have promised, sent and dropped by now. A test holds the two equal. */
export class FollowUpRows {
  private scope: object = {};
  private readonly known = new Map<string, readonly Moment[]>();

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly promises: PromiseRows,
    private readonly now: Date,
  ) {}

  /** The contacts of one case: the last one that was made, and the next one, or the one that closure made needless. */
  add(core: CaseCore, story: Story, team: Team, worker: Somebody): void {
    this.scope = scopeOf(core);
    const { earlierContactAt, lastContactAt } = story;
    const calendar = this.reference.calendar(core.country);
    if (earlierContactAt !== null) {
      const made = this.planned(core, earlierContactAt);
      made.complete(
        worker,
        calendar.dayOf(lastContactAt),
        this.dice.weighted({ 'reached-well': 75, 'reached-concern': 15, 'not-reached': 10 }),
      );
      this.addWithLedger(made, earlierContactAt, lastContactAt, team, worker);
    }
    const next = this.planned(core, lastContactAt);
    // What closes a case leaves nobody to be seen.
    if (!core.isOpen()) next.waive('case-closed');
    this.addWithLedger(next, lastContactAt, core.isOpen() ? null : lastContactAt, team, worker);
  }

  private planned(core: CaseCore, from: Date): FollowUp {
    const calendar = this.reference.calendar(core.country);
    const risk = core.effectiveRisk(calendar.dayOf(from));
    const followUp = new FollowUpRecord.entity();
    followUp.id = this.dice.id();
    followUp.caseId = core.id;
    followUp.type = 'contact';
    followUp.dueOn = calendar.dueDayAfter(from, this.reference.timers.followUpDays[risk as 'low']);
    followUp.riskBasis = risk;
    followUp.country = core.country;
    followUp.version = 1;
    return followUp;
  }

  private addWithLedger(followUp: FollowUp, from: Date, endedAt: Date | null, team: Team, worker: Somebody): void {
    for (const { kind, at } of this.momentsOf(followUp)) {
      if (at < from) continue;
      const isPast = at <= this.now;
      const isSent = isPast && (endedAt === null || at < endedAt);
      const dispatchId = this.dice.id();
      const state = isSent ? 'sent' : isPast ? 'dropped' : 'waiting';
      this.rows.add('follow_up_dispatch', {
        id: dispatchId,
        followUpId: followUp.id,
        kind,
        dueAt: at,
        state,
        settledAt: isPast ? at : null,
        version: 1,
      });
      this.promises.add('remind-follow-up', dispatchId, at, system);
      if (!isSent) continue;
      if (endedAt === null && kind === 'due') followUp.fallDue();
      if (endedAt === null && kind === 'supervisor') followUp.miss();
      this.notify({ followUp, dispatchId, kind, at, endedAt }, kind === 'supervisor' ? team.supervisor : worker);
    }
    this.rows.add('follow_up', { ...followUp, ...this.scope });
  }

  /** What went out stands in the person's list; the mail of days gone by is not sent again. */
  private notify(sent: { followUp: FollowUp; dispatchId: string; kind: string; at: Date; endedAt: Date | null }, to: Somebody): void {
    const { followUp, dispatchId, kind, at, endedAt } = sent;
    const about = { subjectType: 'follow-up', subjectId: followUp.id, causeId: dispatchId, dueOn: followUp.dueOn };
    this.rows.add('notification', { id: this.dice.id(), personId: to.id, kind, ...about, createdAt: at, readAt: endedAt, version: 1 });
  }

  /** When whom to remind: the days on which something falls due are few, so each is reckoned once. */
  private momentsOf({ country, dueOn, riskBasis }: FollowUp): readonly Moment[] {
    const isHigh = riskBasis === 'high' || riskBasis === 'unknown';
    const key = `${country} ${dueOn} ${isHigh}`;
    const known = this.known.get(key) ?? this.reckon(country, day(dueOn), isHigh);
    this.known.set(key, known);
    return known;
  }

  private reckon(country: string, due: LocalDay, isHigh: boolean): Moment[] {
    const calendar = this.reference.calendar(country);
    const { reminders, ladder } = this.reference.timers;
    const before = reminders.map(({ kind, daysBefore, at }) => ({ kind, at: calendar.reminderAt(due, daysBefore, at) }));
    const after = ladder
      .filter(({ to }) => to === 'supervisor')
      .map(({ to, workingDays, workingDaysAtHighRisk, at }) => {
        return { kind: to, at: calendar.workingDaysAfter(calendar.at(due, at), isHigh ? workingDaysAtHighRisk : workingDays) };
      });
    return [...before, ...after];
  }
}
