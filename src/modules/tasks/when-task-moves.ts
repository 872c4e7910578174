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
  async whenOver(moved: TaskMoved): Promise<void> {
    const { taskId, move, facts, at } = moved;
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
    // After that: what waited for this round does not wait for the next one.
    if (move === 'complete') await this.goOn(moved, caseId);
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

  /** As long as whoever does it says that its goal is not reached there is a next round; once they say that it is, none that nobody has begun. */
  private async goOn({ sides, facts: { template }, goalReached, at }: TaskMoved, caseId: string): Promise<void> {
    if (goalReached === false) await this.plan.nextRound(caseId, template, sides);
    // Where the case says otherwise, the word of whoever does it ends nothing.
    if (goalReached !== true || this.reference.taskTemplate(template).repeat?.while !== undefined) return;
    for (const id of await this.sources.roundsNotBegun(caseId, template)) {
      const task = await this.gate.take(TaskRecord, id, 'cancel');
      // Somebody may have taken it on meanwhile.
      if (task.status !== 'waiting' && task.status !== 'open') continue;
      const move = task.status === 'waiting' ? 'drop' : 'cancel';
      this.database.keep(task)[move](at, 'need-met');
      await this.events.publish(new TaskMoved(task, move, 'team', at));
    }
  }

  private followersOf(template: string): string[] {
    return this.reference.taskTemplates.filter(({ after }) => after.includes(template)).map(({ id }) => id);
  }
}
