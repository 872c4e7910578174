import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { newTaskCode } from '../../kernel/case-code.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { opensByItself } from './opening.ts';
import { TaskSource } from './task-parts.entity.ts';
import { Task } from './task.entity.ts';
import { TasksMade, TasksWanted } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** What is drawn for each new task. */
export interface Drawn {
  readonly id: () => string;
  readonly code: () => string;
}

/** The tasks that templates ask for, on both sides, as they begin. */
export function newTasks({ of, scope, wanted, undone, at }: TasksWanted, draw: Drawn): { task: Task; source: TaskSource }[] {
  const ahead = new Set([...undone, ...wanted.map(({ template }) => template.id)]);
  return wanted.map(({ template, dueOn, dueAt, owner, occurrence, restarts, ageAtEdge }) => {
    const facts = { id: draw.id(), code: draw.code(), template: template.id, priority: 'normal', dueOn, dueAt };
    const task = Object.assign(new Task(), scope, owner, facts);
    if (opensByItself(task, template, ahead, of.legalBasis)) task.release(at);
    const made = { taskId: task.id, caseId: of.id, fromTemplate: template.id, occurrence, restarts };
    return { task, source: Object.assign(new TaskSource(), made, { waitsFor: template.after, ageAtEdge }) };
  });
}

/** Brings tasks of templates into being; each waits until what comes before it is done and, if others are to do it, a person lets it go. */
@Injectable()
export class NewTasks {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** As the system: a task that follows from what somebody did is no deed of theirs. */
  @On(TasksWanted, { as: 'system' })
  async whenWanted(wanted: TasksWanted): Promise<void> {
    const made = newTasks(wanted, { id: randomUUID, code: newTaskCode });
    // All of one kind, then all of the other: what is kept in a row is written in one statement.
    const tasks = made.map(({ task }) => this.gate.admit(TaskRecord, task));
    for (const { source } of made) this.database.keep(source);
    await this.events.publish(new TasksMade(wanted.of, tasks));
  }
}
