import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { day, type LocalDay } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Reference } from '../../platform/reference.ts';
import { Dispatch } from './dispatch.entity.ts';
import { FollowUp } from './follow-up.entity.ts';
import { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';

/** A reminder of a follow-up; its subject is a line of the ledger. */
export const RemindFollowUp = new JobType('remind-follow-up');

/** What a follow-up needs to know of the case. */
export interface Routing {
  readonly id: string;
  readonly country: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly specialistUnitId: string | null;
  readonly sealed: boolean;
}

/** When which reminder goes out. */
interface Moment {
  readonly kind: string;
  readonly at: Date;
}

/** What the ledger says of one reminder. */
interface Line {
  readonly kind: string;
  readonly due_at: Date;
}

/** Sets the day of the next follow-up and writes every reminder it may need into the ledger. */
@Injectable()
export class FollowUpPlan {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly reference: Reference,
  ) {}

  /** The person is to be seen again; how soon depends on the danger. */
  async plan(routing: Routing, risk: string, from: Date): Promise<void> {
    const { id: caseId, ...scope } = routing;
    const followUp = Object.assign(new FollowUp(), scope, {
      id: randomUUID(),
      caseId,
      type: 'contact',
      dueOn: this.dueOn(routing.country, risk, from),
      riskBasis: risk,
    });
    this.gate.admit(FollowUpRecord, followUp);
    await this.remind(followUp, from);
  }

  /** The danger changed: the same follow-up gets another day, and new reminders. */
  async planAnew(followUp: FollowUp, risk: string, from: Date): Promise<void> {
    followUp.planAnew(this.dueOn(followUp.country, risk, from), risk);
    this.database.keep(followUp);
    await this.remind(followUp, from, await this.writtenFor(followUp));
  }

  /** Whether a line of the ledger still tells of the day the follow-up has now. */
  stillTells({ kind, dueAt }: Dispatch, followUp: FollowUp): boolean {
    return this.moments(followUp).some((moment) => isMoment(moment, kind, dueAt));
  }

  private dueOn(country: string, risk: string, from: Date): LocalDay {
    const days = this.reference.timers.followUpDays;
    return this.reference.calendar(country).dueDayAfter(from, days[risk as keyof typeof days]);
  }

  private async remind(followUp: FollowUp, now: Date, written: readonly Line[] = []): Promise<void> {
    for (const { kind, at } of this.moments(followUp)) {
      // A reminder whose time has passed would only say what the next one says.
      if (at < now) continue;
      // The day may be the same as before, or one it had before: that reminder is promised already.
      if (written.some((line) => isMoment({ kind, at }, line.kind, line.due_at))) continue;
      const dispatch = Object.assign(new Dispatch(), { id: randomUUID(), followUpId: followUp.id, kind, dueAt: at });
      this.gate.admit(DispatchRecord, dispatch);
      await this.jobs.promise(RemindFollowUp, dispatch.id, at);
    }
  }

  private writtenFor({ id }: FollowUp): Promise<Line[]> {
    return this.database.rows<Line>({
      name: 'written-reminders',
      text: 'SELECT kind, due_at FROM follow_up_dispatch WHERE follow_up_id = $1',
      values: [id],
    });
  }

  private moments(followUp: FollowUp): Moment[] {
    const calendar = this.reference.calendar(followUp.country);
    const due = day(followUp.dueOn);
    const { reminders, ladder } = this.reference.timers;
    const before = reminders.map(({ kind, daysBefore, at }) => ({ kind, at: calendar.reminderAt(due, daysBefore, at) }));
    const after = ladder
      .filter(({ to }) => to === 'supervisor')
      .map(({ to, workingDays, workingDaysAtHighRisk, at }) => {
        const days = ['high', 'unknown'].includes(followUp.riskBasis) ? workingDaysAtHighRisk : workingDays;
        return { kind: to, at: calendar.workingDaysAfter(calendar.at(due, at), days) };
      });
    return [...before, ...after];
  }
}

function isMoment(moment: Moment, kind: string, at: Date): boolean {
  return moment.kind === kind && moment.at.getTime() === at.getTime();
}
