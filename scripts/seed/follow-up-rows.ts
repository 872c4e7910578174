import type { BirthQuarter } from '../../src/kernel/age-band.ts';
import { type Moment, momentsOf } from '../../src/kernel/ladder.ts';
import { day } from '../../src/kernel/local-time.ts';
import { Agenda, type Due, FollowUpRecord, type Outlook } from '../../src/modules/follow-ups/index.ts';
import type { Reference } from '../../src/platform/reference.ts';
import { system } from '../../src/platform/system.ts';
import type { Dice } from './dice.ts';
import type { Somebody, Team } from './institutions.ts';
import type { PromiseRows } from './promise-rows.ts';
import type { Rows } from './rows.ts';
import { type CaseCore, scopeOf } from './scope.ts';
import type { Story } from './story.ts';

type FollowUp = InstanceType<typeof FollowUpRecord.entity>;

/** Who stands above a team on the ladder; the demonstration has one owning agency, in one country. */
export interface Above {
  readonly focalPoint: Somebody;
  readonly coordinator: Somebody;
}

/** A reminder that went out. */
interface Sent {
  readonly followUp: FollowUp;
  readonly dispatchId: string;
  readonly kind: string;
  readonly at: Date;
  readonly endedAt: Date | null;
}

/** Writes follow-ups with everything the product would have promised, sent and dropped by now. A test holds the two equal. */
export class FollowUpRows {
  private scope: object = {};
  private readonly agenda: Agenda;
  private readonly known = new Map<string, readonly Moment[]>();

  constructor(
    private readonly rows: Rows,
    private readonly dice: Dice,
    private readonly reference: Reference,
    private readonly promises: PromiseRows,
    private readonly now: Date,
    private readonly above: Above,
    /** Dice of their own for what lies further ahead. */
    private readonly further: Dice,
  ) {
    this.agenda = new Agenda(reference);
  }

  /** The contacts of one case: the last one that was made, and the next one, or the one that closure made needless. */
  add(core: CaseCore, story: Story, team: Team, worker: Somebody): void {
    this.scope = scopeOf(core);
    const { earlierContactAt, lastContactAt, birthQuarter } = story;
    const calendar = this.reference.calendar(core.country);
    if (earlierContactAt !== null) {
      const made = this.contact(core, birthQuarter, earlierContactAt);
      const result = this.dice.weighted({ 'reached-well': 75, 'reached-concern': 15, 'not-reached': 10 });
      made.complete(worker, calendar.dayOf(lastContactAt), { result });
      this.addWithLedger(made, earlierContactAt, lastContactAt, team, worker);
    }
    const next = this.contact(core, birthQuarter, lastContactAt);
    // What closes a case leaves nobody to be seen.
    if (!core.isOpen()) next.waive('case-closed', calendar.dayOf(lastContactAt));
    this.addWithLedger(next, lastContactAt, core.isOpen() ? null : lastContactAt, team, worker);
    if (core.isOpen()) this.addFurther(core, birthQuarter, lastContactAt, team, worker);
  }

  /** Reviews, the end of a judgement, the next age band: all of it still ahead. */
  private addFurther(core: CaseCore, birthQuarter: BirthQuarter, from: Date, team: Team, worker: Somebody): void {
    const outlook = this.outlookOf(core, birthQuarter, from);
    for (const due of this.agenda.of(outlook, from)) {
      if (due.type === 'contact') continue;
      this.addWithLedger(this.planned(core, outlook, due, this.further), from, null, team, worker, this.further);
    }
  }

  private contact(core: CaseCore, birthQuarter: BirthQuarter, from: Date): FollowUp {
    const outlook = this.outlookOf(core, birthQuarter, from);
    return this.planned(core, outlook, this.agenda.contact(outlook, from), this.dice);
  }

  private outlookOf(core: CaseCore, birthQuarter: BirthQuarter, from: Date): Outlook {
    const { country, phase, riskExpiresOn } = core;
    return { country, phase, riskExpiresOn, birthQuarter, risk: core.effectiveRisk(this.reference.calendar(country).dayOf(from)) };
  }

  private planned({ id: caseId, country }: CaseCore, { risk: riskBasis }: Outlook, due: Due, dice: Dice): FollowUp {
    const reckonedBy = this.reference.reckoning(country);
    return Object.assign(new FollowUpRecord.entity(), {
      id: dice.id(),
      caseId,
      country,
      riskBasis,
      reckonedBy,
      plannedOn: due.dueOn,
      version: 1,
      ...due,
    });
  }

  private addWithLedger(followUp: FollowUp, from: Date, endedAt: Date | null, team: Team, worker: Somebody, dice = this.dice): void {
    for (const { kind, at } of this.momentsOf(followUp)) {
      if (at < from) continue;
      const isPast = at <= this.now;
      const isSent = isPast && (endedAt === null || at < endedAt);
      const dispatchId = dice.id();
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
      this.notify({ followUp, dispatchId, kind, at, endedAt }, team, worker);
    }
    this.rows.add('follow_up', { ...followUp, ...this.scope });
  }

  /** What went out stands in the list of whoever was told; the mail of days gone by is not sent again. */
  private notify({ followUp, dispatchId, kind, at, endedAt }: Sent, team: Team, worker: Somebody): void {
    const itself = { kind, subjectType: 'follow-up', subjectId: followUp.id, dueOn: followUp.dueOn };
    const ofUnit = { kind: 'unanswered', subjectType: 'unit', subjectId: team.unitId, dueOn: followUp.dueOn };
    const { focalPoint, coordinator } = this.above;
    const told: Readonly<Record<string, { to: Somebody; about: object }>> = {
      supervisor: { to: team.supervisor, about: itself },
      'focal-point': { to: focalPoint, about: ofUnit },
      coordinator: { to: coordinator, about: { kind: 'overdue', subjectType: 'agency', subjectId: worker.agencyId, count: 1 } },
    };
    const { to, about } = told[kind] ?? { to: worker, about: itself };
    const [id, personId] = [this.dice.id(), to.id];
    this.rows.add('notification', {
      id,
      personId,
      ...about,
      causeId: dispatchId,
      createdAt: at,
      readAt: endedAt,
      mailAt: at,
      mailId: id,
      version: 1,
    });
    const sent = { status: 'sent', attempts: 1, queuedAt: at, nextTryAt: at, settledAt: at };
    this.rows.add('mail', { id, personId, ...sent, version: 1 });
  }

  /** When whom to remind: the days on which something falls due are few, so each is reckoned once. */
  private momentsOf({ country, dueOn, riskBasis }: FollowUp): readonly Moment[] {
    const isHigh = riskBasis === 'high' || riskBasis === 'unknown';
    const key = `${country} ${dueOn} ${isHigh}`;
    const known = this.known.get(key) ?? momentsOf(day(dueOn), this.reference.timers, this.reference.calendar(country), isHigh);
    this.known.set(key, known);
    return known;
  }
}
