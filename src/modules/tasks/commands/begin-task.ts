import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { TaskSteps } from '../task-steps.ts';

/** The work on a task begins, or begins again after it came back. */
@Injectable()
export class BeginTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string): Promise<Answer> {
    return this.steps.step(id, 'begin', (task, by) => {
      task.begin(by);
    });
  }
}
