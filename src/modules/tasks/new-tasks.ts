import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { newTaskCode } from '../../kernel/case-code.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { OpenTasks } from './open-tasks.ts';
import { TaskSource } from './task-parts.entity.ts';
import { Task } from './task.entity.ts';
import { TasksMade, TasksWanted } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** Brings tasks of templates into being; each waits until what comes before it is done and, if others are to do it, a person lets it go. */
@Injectable()
export class NewTasks {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly openTasks: OpenTasks,
  ) {}

  /** As the system: a task that follows from what somebody did is no deed of theirs. */
  @On(TasksWanted, { as: 'system' })
  async whenWanted({ caseId, scope, legalBasis, wanted }: TasksWanted): Promise<void> {
    const made = wanted.map(({ template: { id: template, after: waitsFor }, dueOn, dueAt, owner, occurrence, ageAtEdge }) => {
      const facts = { id: randomUUID(), code: newTaskCode(), template, priority: 'normal', dueOn, dueAt };
      const source = { taskId: facts.id, caseId, fromTemplate: template, occurrence, waitsFor, ageAtEdge };
      return { task: Object.assign(new Task(), scope, owner, facts), source: Object.assign(new TaskSource(), source) };
    });
    // All of one kind, then all of the other: what is kept in a row is written in one statement.
    const tasks = made.map(({ task }) => this.gate.admit(TaskRecord, task));
    for (const { source } of made) this.database.keep(source);
    await this.openTasks.whichNothingHolds(caseId, tasks, legalBasis);
    await this.events.publish(new TasksMade(caseId, tasks));
  }
}
