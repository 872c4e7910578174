import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { TaskSteps } from '../task-steps.ts';

/** What holds it up. */
export class Block {
  @Code(listed('task-block-reason')) reason: string;
}

/** The work on a task is held up, and everybody can see by what. */
@Injectable()
export class BlockTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { reason }: Block): Promise<Answer> {
    return this.steps.step(id, 'block', (task, by) => {
      task.block(by, reason);
    });
  }
}
