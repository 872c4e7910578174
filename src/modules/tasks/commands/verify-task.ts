import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Database } from '../../../platform/database/database.ts';
import { TaskSources } from '../task-sources.ts';
import { TaskSteps } from '../task-steps.ts';

/** Another person than the one who did it finds that a task is done. */
@Injectable()
export class VerifyTask {
  constructor(
    private readonly steps: TaskSteps,
    private readonly database: Database,
    private readonly sources: TaskSources,
  ) {}

  run(id: string): Promise<Answer> {
    return this.steps.step(id, 'verify', async (task, by, at) => {
      task.verify(by);
      Object.assign(this.database.keep(await this.sources.of(id)), { verifiedById: by.id, verifiedAt: at });
    });
  }
}
