import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { Code, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { TaskSteps } from '../task-steps.ts';
import { Workload } from '../workload.ts';

/** Why one more, for whoever has enough to do. */
export class Claim {
  @Maybe() @Code(listed('task-over-limit-reason')) overLimitReason?: string;
}

/** Somebody of the owning unit takes a task on; beyond the limit of what one person can do, with a reason. */
@Injectable()
export class ClaimTask {
  constructor(
    private readonly steps: TaskSteps,
    private readonly workload: Workload,
  ) {}

  run(id: string, { overLimitReason }: Claim): Promise<Answer> {
    return this.steps.step(id, 'claim', async (task, by) => {
      task.claim(by, await this.workload.reasonFor(by.id, overLimitReason));
    });
  }
}
