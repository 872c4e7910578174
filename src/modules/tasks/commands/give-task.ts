import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { Id } from '../../../platform/input.ts';
import { People } from '../../identity/index.ts';
import { doers } from '../owners.ts';
import { TaskSteps } from '../task-steps.ts';

/** Who shall do it. */
export class Giving {
  @Id() personId: string;
}

/** The focal point gives a task to a colleague of the unit that has it, whoever had it before. */
@Injectable()
export class GiveTask {
  constructor(
    private readonly steps: TaskSteps,
    private readonly people: People,
  ) {}

  run(id: string, { personId }: Giving): Promise<Answer> {
    return this.steps.step(id, 'give', async (task) => {
      task.giveTo(personId);
      const colleagues = await this.people.holding(doers, task.ownerUnitId);
      if (!colleagues.includes(personId)) throw invalidInput({ field: 'personId', code: 'not-of-the-unit' });
    });
  }
}
