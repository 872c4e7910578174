import { Injectable } from '@nestjs/common';
import { addDays, day } from '../../../kernel/local-time.ts';
import { invalidInput } from '../../../kernel/problem.ts';
import type { Answer } from '../../../platform/answer.ts';
import { LookedAt, SafeText } from '../../../platform/free-text.ts';
import { Code, Day, Flag, Maybe } from '../../../platform/input.ts';
import { Reference } from '../../../platform/reference.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { Agencies } from '../../identity/index.ts';
import type { Evidence, Task } from '../task.entity.ts';
import { TaskSteps } from '../task-steps.ts';

/** By what can be seen that it is done; and of what is done again and again, whether its goal is reached, or the day of the next time. */
export class TaskDone extends LookedAt {
  @Code(listed('task-evidence')) evidenceCode: string;
  @Maybe() @SafeText(280) evidenceText?: string;
  @Maybe() @Flag() goalReached?: boolean;
  @Maybe() @Day() nextOn?: string;
}

/** Whoever has a task says that it is done. Another person looks whether it is. */
@Injectable()
export class CompleteTask {
  constructor(
    private readonly steps: TaskSteps,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  run(id: string, done: TaskDone): Promise<Answer> {
    return this.steps.step(id, 'complete', async (task, by, at) => {
      task.complete(by, at, {
        evidenceCode: done.evidenceCode,
        evidenceText: done.evidenceText ?? null,
        ...(await this.again(task, done, at)),
      });
    });
  }

  /** Whether it is to be done again. Silence is no yes: it goes on. */
  private async again({ template, ownerAgencyId }: Task, done: TaskDone, at: Date): Promise<Pick<Evidence, 'goalReached' | 'nextOn'>> {
    const { until, saidWithinDays } = this.reference.taskTemplate(template).repeat ?? {};
    if (until === undefined && done.goalReached !== undefined) throw invalidInput({ field: 'goalReached', code: 'not-asked-for' });
    const goalReached = until === undefined ? null : (done.goalReached ?? false);
    const isAsked = saidWithinDays !== undefined && goalReached !== true;
    if (!isAsked && done.nextOn !== undefined) throw invalidInput({ field: 'nextOn', code: 'not-asked-for' });
    if (!isAsked) return { goalReached, nextOn: null };
    if (done.nextOn === undefined) throw invalidInput({ field: 'nextOn', code: 'missing' });
    const today = this.reference.calendar(await this.agencies.countryOf(ownerAgencyId)).dayOf(at);
    const latest = addDays(today, saidWithinDays);
    if (done.nextOn < today) throw invalidInput({ field: 'nextOn', code: 'in-the-past' });
    if (done.nextOn > latest) throw invalidInput({ field: 'nextOn', code: 'too-late', params: { latest } });
    return { goalReached, nextOn: day(done.nextOn) };
  }
}
