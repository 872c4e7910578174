import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Moment } from '../../kernel/ladder.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { CaseRiskExpired, CaseRiskSet, Cases } from '../cases/index.ts';
import { momentsOf, reachedBy, stillUnverified, verificationMomentsOf } from './moments.ts';
import { TaskClock } from './task-clock.entity.ts';
import { TaskClockRecord } from './task-clock.record.ts';
import { TaskSources } from './task-sources.ts';
import type { Task } from './task.entity.ts';
import { TaskMoved, TaskReminderDue, TasksDueAnew, TasksMade } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** Somebody is to be reminded of a task; its subject is the task. */
export const RemindOfTask = new JobType('remind-of-task');

/** Whether somebody still has to act, or to look whether it is done. */
const isWatched = (task: Task): boolean => task.isOpen() || task.status === 'done';

/** A task that was called done was called so before this. */
const comesBack = ['return', 'reopen'];

/** Sees to it that no task is overlooked: its owner is reminded, then others, each step once, until it is done; then those who look whether it is. */
@Injectable()
export class RunTaskClocks {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly sources: TaskSources,
  ) {}

  @On(TasksMade, { as: 'system' })
  whenMade({ of, tasks }: TasksMade): Promise<void> {
    const moments = this.momentsOf(of);
    for (const task of tasks) {
      const clock = Object.assign(new TaskClock(), { id: task.id });
      clock.begin(moments(task), this.clock.now());
      this.gate.admit(TaskClockRecord, clock);
    }
    return Promise.resolve();
  }

  /** What is called done needs somebody who looks whether it is; what comes back needs its reminders again. */
  @On(TaskMoved, { as: 'system' })
  async whenMoved({ taskId, move }: TaskMoved): Promise<void> {
    await this.set(taskId, (clock, moments, now, { doneAt }) => {
      if (move === 'complete') clock.begin(moments, now);
      else if (comesBack.includes(move) && doneAt !== null) {
        // What had passed when it was called done has been said; what passed since is said once.
        clock.begin(moments, doneAt);
        clock.resume(moments, now);
      } else if (clock.isStopped()) clock.resume(moments, now);
      else clock.runOn(moments);
    });
  }

  @On(TasksDueAnew, { as: 'system' })
  async whenDueAnew({ tasks }: TasksDueAnew): Promise<void> {
    for (const { taskId } of tasks)
      await this.set(taskId, (clock, moments, now) => {
        clock.begin(moments, now);
      });
  }

  @On(CaseRiskSet, { as: 'system' })
  whenRiskSet({ caseId }: CaseRiskSet): Promise<void> {
    return this.runAllOn(caseId);
  }

  @On(CaseRiskExpired, { as: 'system' })
  whenRiskExpired({ caseId }: CaseRiskExpired): Promise<void> {
    return this.runAllOn(caseId);
  }

  /** The clocks are the truth: whatever is due is promised, however it got lost before. */
  @Sweeps()
  async sweep(): Promise<void> {
    const text = 'SELECT id, next_at AS at FROM task_clock WHERE next_at <= $1';
    await this.jobs.promiseLost(RemindOfTask, { text, values: [this.clock.now()] });
  }

  @Keeps(RemindOfTask)
  async remind(taskId: string): Promise<void> {
    // First the task, then its clock: in the order in which every deed locks them.
    const task = await this.gate.take(TaskRecord, taskId, 'reschedule');
    const clock = await this.gate.take(TaskClockRecord, taskId, 'run-on');
    const now = this.clock.now();
    const { nextKind: kind, nextAt: at } = clock;
    if (kind === null || at === null || at > now || !isWatched(task)) return;
    const { caseId } = await this.sources.of(taskId);
    const moments = await this.momentsIn(caseId);
    this.database.keep(clock).take(kind === stillUnverified ? clock.lastKind : kind);
    clock.runOn(moments(task));
    await this.events.publish(new TaskReminderDue(task, { kind, to: reachedBy(kind) }, at, now));
  }

  private async runAllOn(caseId: string): Promise<void> {
    const asked = [this.sources.openTasksOf(caseId), this.clocksIn(caseId), this.momentsIn(caseId)] as const;
    const [tasks, clocks, moments] = await Promise.all(asked);
    for (const task of tasks) {
      const clock = clocks.get(task.id);
      if (clock !== undefined) this.database.keep(clock).runOn(moments(task));
    }
  }

  /** The clocks of a case's tasks that run, held still. */
  private async clocksIn(caseId: string): Promise<Map<string, TaskClock>> {
    const rows = await this.database.rows<Record<string, unknown>>({
      name: 'clocks-in-case',
      text: `SELECT k.* FROM task_source s JOIN task_clock k ON k.id = s.task_id
             WHERE s.case_id = $1 AND k.next_kind IS NOT NULL ORDER BY k.id FOR UPDATE OF k`,
      values: [caseId],
    });
    return new Map(rows.map((row) => this.database.hydrate(TaskClock, row)).map((clock) => [clock.id, clock]));
  }

  private async set(taskId: string, run: (clock: TaskClock, moments: readonly Moment[], now: Date, task: Task) => void): Promise<void> {
    const task = await this.gate.peek(TaskRecord, taskId);
    const clock = await this.gate.take(TaskClockRecord, taskId, 'run-on');
    const { caseId } = await this.sources.of(taskId);
    const moments = await this.momentsIn(caseId);
    if (isWatched(task)) run(clock, moments(task), this.clock.now(), task);
    else clock.stop();
    this.database.keep(clock);
  }

  private async momentsIn(caseId: string): Promise<(task: Task) => ReturnType<typeof momentsOf>> {
    return this.momentsOf(await this.cases.routing(caseId));
  }

  private momentsOf({ country, risk }: { readonly country: string; readonly risk: string }): (task: Task) => ReturnType<typeof momentsOf> {
    const calendar = this.reference.calendar(country);
    const { timers } = this.reference;
    return (task) =>
      task.status === 'done' && task.doneAt !== null
        ? verificationMomentsOf(task.doneAt, timers, calendar, this.clock.now())
        : momentsOf(task, risk === 'high', timers, calendar, this.reference.taskTemplate(task.template));
  }
}
