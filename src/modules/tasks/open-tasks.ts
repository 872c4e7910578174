import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { opensByItself } from './opening.ts';
import { TaskSources } from './task-sources.ts';
import type { Task } from './task.entity.ts';

/** The team's own tasks open by themselves, once everything before them is done: nothing is shared by that. */
@Injectable()
export class OpenTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly sources: TaskSources,
  ) {}

  /** Opens those of some waiting tasks of a case which nothing holds back any more. */
  async whichNothingHolds(caseId: string, waiting: readonly Task[]): Promise<void> {
    const before = waiting.flatMap(({ template }) => this.reference.taskTemplate(template).after);
    const undone = new Set(await this.sources.undoneAmong(caseId, before));
    for (const task of waiting) {
      if (!opensByItself(task, this.reference.taskTemplate(task.template), undone, '')) continue;
      task.release(this.clock.now());
      this.database.keep(task);
    }
  }
}
