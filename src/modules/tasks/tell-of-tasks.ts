import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { TaskSources } from './task-sources.ts';
import { TaskMoved } from './task.events.ts';
import { TaskRecord } from './task.record.ts';

/** The steps that stand in a timeline. Who of another agency works on a task does not. */
const kinds: Readonly<Record<string, string>> = {
  release: 'task-opened',
  block: 'task-blocked',
  resume: 'task-resumed',
  complete: 'task-done',
  verify: 'task-verified',
  return: 'task-returned',
  reopen: 'task-reopened',
  cancel: 'task-cancelled',
};

/** Tells the timeline of a case what was given to whom to do and what came of it: as the system, for other agencies know no case. */
@Injectable()
export class TellOfTasks {
  constructor(
    private readonly cases: Cases,
    private readonly sources: TaskSources,
  ) {}

  @On(TaskMoved, { as: 'system' })
  async whenMoved({ taskId: subjectId, move, facts, at }: TaskMoved): Promise<void> {
    const kind = kinds[move];
    // What ends with its case is told by the case's own end.
    if (kind === undefined || facts.reason === 'case-closed') return;
    const { caseId } = await this.sources.of(subjectId);
    const known = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null)) as Record<string, string>;
    this.cases.tell(caseId, { kind, of: TaskRecord, group: 'facts', at, subjectId, details: known });
  }
}
