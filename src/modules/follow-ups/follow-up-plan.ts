import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { type Moment, momentsOf } from '../../kernel/ladder.ts';
import { day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Reference } from '../../platform/reference.ts';
import type { Due } from './agenda.ts';
import { Dispatch } from './dispatch.entity.ts';
import { FollowUp } from './follow-up.entity.ts';
import { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';

/** A reminder of a follow-up; its subject is a line of the ledger. */
export const RemindFollowUp = new JobType('remind-follow-up');

/** What a follow-up needs to know of the case. */
export interface Routing {
  readonly id: string;
  readonly country: string;
  readonly risk: string;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly specialistUnitId: string | null;
  readonly sealed: boolean;
}

/** Writes what is due into the rows, and every reminder it may need into the ledger. */
@Injectable()
export class FollowUpPlan {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly reference: Reference,
  ) {}

  /** Something is to be done for the person by a day. */
  async plan(
    { id: caseId, country, risk: riskBasis, ...routing }: Routing,
    due: Due & { readonly afterWaiver?: boolean },
    from: Date,
  ): Promise<void> {
    const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = routing;
    const scope = { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
    const reckonedBy = this.reference.reckoning(country);
    const facts = { id: randomUUID(), caseId, country, riskBasis, reckonedBy, plannedOn: due.dueOn, ...due, ...scope };
    const followUp = this.gate.admit(FollowUpRecord, Object.assign(new FollowUp(), facts));
    await this.remind(followUp, from);
  }

  /** The same follow-up gets another day, and new reminders for those that have not gone out. */
  async planAnew(followUp: FollowUp, due: { readonly dueOn: string }, risk: string, from: Date): Promise<void> {
    if (due.dueOn === followUp.dueOn && risk === followUp.riskBasis) return;
    followUp.planAnew(due.dueOn, risk);
    await this.remindAnew(followUp, from);
  }

  /** The person is to be looked after sooner than planned; what was planned sooner still stays. */
  async planSooner(followUp: FollowUp, due: { readonly dueOn: string }, risk: string, from: Date): Promise<void> {
    if (due.dueOn < followUp.dueOn) await this.planAnew(followUp, due, risk, from);
  }

  /** The ledger of a follow-up whose days were reckoned anew. */
  async remindAnew(followUp: FollowUp, from: Date): Promise<void> {
    this.database.keep(followUp);
    await this.remind(followUp, from, await this.takeBack(followUp.id, from, this.moments(followUp)));
  }

  /** Takes back what has not gone out, but for these moments; says what stands in the ledger. */
  async takeBack(followUpId: string, at: Date, staying: readonly Moment[] = []): Promise<readonly Dispatch[]> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'written-reminders',
      text: 'SELECT * FROM follow_up_dispatch WHERE follow_up_id = $1 FOR UPDATE',
      values: [followUpId],
    });
    const written = rows.map((row) => this.database.hydrate(Dispatch, row));
    for (const dispatch of written) {
      if (dispatch.state !== 'waiting' || staying.some((moment) => dispatch.isFor(moment))) continue;
      dispatch.drop(at);
      this.database.keep(dispatch);
    }
    return written;
  }

  private async remind(followUp: FollowUp, now: Date, written: readonly Dispatch[] = []): Promise<void> {
    for (const moment of this.moments(followUp)) {
      // A reminder whose time has passed would only say what the next one says.
      if (moment.at < now) continue;
      const before = written.find((dispatch) => dispatch.isFor(moment));
      if (before !== undefined && before.state !== 'dropped') continue;
      const dispatch = before === undefined ? this.lineFor(followUp, moment) : this.database.keep(before.await());
      await this.jobs.promise(RemindFollowUp, dispatch.id, moment.at);
    }
  }

  private lineFor({ id: followUpId }: FollowUp, { kind, at: dueAt }: Moment): Dispatch {
    return this.gate.admit(DispatchRecord, Object.assign(new Dispatch(), { id: randomUUID(), followUpId, kind, dueAt }));
  }

  private moments({ dueOn, country, riskBasis }: FollowUp): Moment[] {
    return momentsOf(day(dueOn), this.reference.timers, this.reference.calendar(country), isHighRisk(riskBasis));
  }
}

/** A danger nobody has judged is reckoned with as a great one. */
const isHighRisk = (risk: string): boolean => risk === 'high' || risk === 'unknown';
