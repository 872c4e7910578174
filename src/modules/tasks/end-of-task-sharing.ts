import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { TaskMoved } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** What was shared for a task is to be closed; its subject is the task. */
export const CloseTaskPackage = new JobType('close-task-package');

const day = 86_400_000;

/** After a task was found done its owner may read the package for a while, to finish its own records, and then no more. */
@Injectable()
export class EndOfTaskSharing {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  @On(TaskMoved, { as: 'system' })
  async whenMoved({ taskId, move, sides, at }: TaskMoved): Promise<void> {
    if (move === 'verify' && !sides.ofTeam) await this.jobs.promise(CloseTaskPackage, taskId, this.endOf(at));
  }

  @Keeps(CloseTaskPackage)
  async close(id: string): Promise<void> {
    const task = await this.gate.take(TaskRecord, id, 'close-package');
    // It may have come back meanwhile, and then be done anew.
    if (task.status !== 'verified' || task.endedAt === null || this.clock.now() < this.endOf(task.endedAt)) return;
    task.endSharing();
    this.database.keep(task);
  }

  private endOf(over: Date): Date {
    return new Date(over.getTime() + this.reference.timers.packageReadableDaysAfterEnd * day);
  }
}
