import { Injectable } from '@nestjs/common';
import { conflict, invalidInput } from '../../kernel/problem.ts';
import { Reference, type TaskTemplate } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { earliestOf, suits } from './planning.ts';

/** Whether a kind of task is for this person, and whether its day has come. */
@Injectable()
export class Fitness {
  constructor(
    private readonly cases: Cases,
    private readonly reference: Reference,
  ) {}

  /** Refuses a task that is for people of another age or sex, or for a later day. What the case does not tell, whoever makes it knows. */
  async refuseUnfit(caseId: string, template: TaskTemplate): Promise<void> {
    const of = await this.cases.portrait(caseId);
    if (suits(of, template, this.reference.ageBands('tasks'), await this.cases.todayOf(caseId)) === 'no')
      throw invalidInput({ field: 'template', code: 'not-for-this-person' });
    await this.refuseEarly(caseId, template);
  }

  /** Refuses what would come too early for the person. */
  async refuseEarly(caseId: string, template: TaskTemplate): Promise<void> {
    if (template.notBefore === undefined) return;
    const from = earliestOf(template, await this.cases.portrait(caseId));
    if (from !== null && (await this.cases.todayOf(caseId)) < from) throw conflict('task-too-early', { from });
  }
}
