import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { TaskSteps } from '../task-steps.ts';

/** Why there is more to do. */
export class Reopened {
  @Code(listed('task-reopen-reason')) reason: string;
}

/** A task that was found done is taken up again; how long it took before stays known. */
@Injectable()
export class ReopenTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { reason }: Reopened): Promise<Answer> {
    return this.steps.step(id, 'reopen', (task, _, at) => {
      task.reopen(at, reason);
    });
  }
}
