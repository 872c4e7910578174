import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { TaskSteps } from '../task-steps.ts';
import { Needless } from '../needless.ts';

/** The case team calls a task off; what was shared for it is closed at once. */
@Injectable()
export class CancelTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { reason }: Needless): Promise<Answer> {
    return this.steps.step(id, 'cancel', (task, _, at) => {
      task.cancel(at, reason);
    });
  }
}
