import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Answer } from '../../platform/answer.ts';
import type { Actor } from '../../platform/database/context.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { TaskMoved } from './task.events.ts';
import type { Task } from './task.entity.ts';
import { TaskRecord } from './task.record.ts';

/** A deed of either side on a task. */
export type TaskDeed = (typeof TaskRecord.deeds)[number];

/** What the case team does to a task; the rest is its owner's. */
const ofTheTeam: readonly TaskDeed[] = ['release', 'drop', 'verify', 'return', 'reopen', 'cancel'];

/** What every step has in common: take the task, do one thing to it, tell the other side. */
@Injectable()
export class TaskSteps {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Does one deed to one task. */
  async step(id: string, deed: TaskDeed, act: (task: Task, by: Actor, at: Date) => void | Promise<void>): Promise<Answer> {
    const task = await this.gate.take(TaskRecord, id, deed);
    const at = this.clock.now();
    await act(task, this.database.actor, at);
    this.database.keep(task);
    await this.events.publish(new TaskMoved(task, deed, ofTheTeam.includes(deed) ? 'team' : 'owner', at));
    return this.gate.show(TaskRecord, id);
  }
}
