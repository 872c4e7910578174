import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { TaskSteps } from '../task-steps.ts';
import { Needless } from '../needless.ts';

/** The case team drops a task that nobody was asked for yet. */
@Injectable()
export class DropTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { reason }: Needless): Promise<Answer> {
    return this.steps.step(id, 'drop', (task, _, at) => {
      task.drop(at, reason);
    });
  }
}
