import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { TaskSteps } from '../task-steps.ts';

/** The work on a task goes on. */
@Injectable()
export class ResumeTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string): Promise<Answer> {
    return this.steps.step(id, 'resume', (task, by) => {
      task.resume(by);
    });
  }
}
