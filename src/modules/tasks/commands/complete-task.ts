import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../platform/answer.ts';
import { LookedAt, SafeText } from '../../../platform/free-text.ts';
import { Code, Maybe } from '../../../platform/input.ts';
import { listed } from '../../../platform/shipped-reference.ts';
import { TaskSteps } from '../task-steps.ts';

/** By what can be seen that it is done. */
export class TaskDone extends LookedAt {
  @Code(listed('task-evidence')) evidenceCode: string;
  @Maybe() @SafeText(280) evidenceText?: string;
}

/** Whoever has a task says that it is done. Another person looks whether it is. */
@Injectable()
export class CompleteTask {
  constructor(private readonly steps: TaskSteps) {}

  run(id: string, { evidenceCode, evidenceText }: TaskDone): Promise<Answer> {
    return this.steps.step(id, 'complete', (task, by, at) => {
      task.complete(by, at, { evidenceCode, evidenceText: evidenceText ?? null });
    });
  }
}
