import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { TaskSteps } from '../task-steps.ts';

/** What is missing. */
export class Returned {
  @Code(listed('task-return-reason')) reason: string;
}

/** A task is not done as it should be, and goes back to whoever did it. */
@Injectable()
export class ReturnTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { reason }: Returned): Promise<Answer> {
    return this.steps.step(id, 'return', (task, _, at) => {
      task.return(at, reason);
    });
  }
}
