import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { TaskSources } from './task-sources.ts';
import type { Task } from './task.entity.ts';

/** The team's own tasks open by themselves, once everything before them is done: nothing is shared by that. */
@Injectable()
export class OpenTasks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly sources: TaskSources,
  ) {}

  /** Opens those of some waiting tasks of a case which nothing holds back, or need not be held back on such a legal basis. */
  async whichNothingHolds(caseId: string, waiting: readonly Task[], legalBasis = ''): Promise<void> {
    const candidates = waiting.filter((task) => task.ofTeam && this.asksNobody(task));
    if (candidates.length === 0) return;
    const undone = new Set(
      await this.sources.undoneAmong(
        caseId,
        candidates.flatMap(({ template }) => this.before(template, legalBasis)),
      ),
    );
    for (const task of candidates) {
      if (this.before(task.template, legalBasis).some((earlier) => undone.has(earlier))) continue;
      task.release(this.clock.now());
      this.database.keep(task);
    }
  }

  private asksNobody({ template }: Task): boolean {
    const { byTeam, consent, confirm } = this.reference.taskTemplate(template);
    return byTeam && consent.length === 0 && confirm.length === 0;
  }

  private before(template: string, legalBasis: string): readonly string[] {
    const { after, unlessBasis = [] } = this.reference.taskTemplate(template);
    return unlessBasis.includes(legalBasis) ? [] : after;
  }
}
