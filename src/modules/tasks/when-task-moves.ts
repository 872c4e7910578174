import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { OpenTasks } from './open-tasks.ts';
import { PlanTasks } from './plan-tasks.ts';
import { TaskSources } from './task-sources.ts';
import { TaskMoved, TaskReady, TaskRescheduled, TasksDueAnew } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** Steps after which a task holds back no other any more. */
const letsGo = ['complete', 'drop', 'cancel'];

/** What follows from a step of a task: others need not wait for it any more, and what is done again and again is to be done again. */
@Injectable()
export class WhenTaskMoves {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly reference: Reference,
    private readonly openTasks: OpenTasks,
    private readonly plan: PlanTasks,
    private readonly sources: TaskSources,
  ) {}

  @On(TaskMoved, { as: 'system' })
  async whenOver({ taskId, move, facts, at }: TaskMoved): Promise<void> {
    if (!letsGo.includes(move) || facts.reason === 'case-closed') return;
    const { caseId } = await this.sources.of(taskId);
    const waiting = [];
    for (const id of await this.sources.waitingFor(caseId, this.followersOf(facts.template)))
      waiting.push(await this.gate.take(TaskRecord, id, 'release'));
    await this.openTasks.whichNothingHolds(caseId, waiting);
    for (const task of waiting) {
      const undone = await this.sources.undoneAmong(caseId, this.reference.taskTemplate(task.template).after);
      if (task.status === 'waiting' && undone.length === 0) await this.events.publish(new TaskReady(task, at));
    }
  }

  @On(TaskMoved)
  async whenVerified({ taskId, move, facts }: TaskMoved): Promise<void> {
    if (move !== 'verify' || this.reference.taskTemplate(facts.template).repeat === undefined) return;
    const { caseId } = await this.sources.of(taskId);
    await this.plan.complete(caseId);
  }

  @On(TasksDueAnew, { as: 'system' })
  async whenDueAnew({ tasks, at }: TasksDueAnew): Promise<void> {
    for (const { taskId, dueOn } of tasks) {
      const task = await this.gate.take(TaskRecord, taskId, 'reschedule');
      task.reschedule(dueOn);
      this.database.keep(task);
      await this.events.publish(new TaskRescheduled(task, at));
    }
  }

  private followersOf(template: string): string[] {
    return this.reference.taskTemplates.filter(({ after }) => after.includes(template)).map(({ id }) => id);
  }
}
