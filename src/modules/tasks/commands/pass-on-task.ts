import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Id } from '../../../platform/input.ts';
import { Agencies } from '../../identity/index.ts';
import { Owners } from '../owners.ts';
import { TaskSteps } from '../task-steps.ts';

/** Which unit shall do it. */
export class PassingOn {
  @Id() unitId: string;
}

/** The focal point passes a task on to another unit of the same agency. */
@Injectable()
export class PassOnTask {
  constructor(
    private readonly steps: TaskSteps,
    private readonly agencies: Agencies,
    private readonly owners: Owners,
  ) {}

  run(id: string, { unitId }: PassingOn): Promise<Answer> {
    return this.steps.step(id, 'pass-on', async (task) => {
      task.passOnTo(unitId);
      const there = await this.agencies.ofUnit(unitId);
      if (there?.agencyId !== task.ownerAgencyId) throw invalidInput({ field: 'unitId', code: 'not-of-the-agency' });
      await this.owners.refuseUnseen(task, 'unitId');
    });
  }
}
