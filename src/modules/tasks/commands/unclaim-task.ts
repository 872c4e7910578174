import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { TaskSteps } from '../task-steps.ts';

/** Whoever took a task on lets it go again, and a colleague can take it on; what was shared for it is closed until then. */
@Injectable()
export class UnclaimTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string): Promise<Answer> {
    return this.steps.step(id, 'unclaim', (task, by) => {
      task.unclaim(by);
    });
  }
}
