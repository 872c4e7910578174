import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { CaseClosed, CaseConditions } from '../cases/index.ts';
import { TaskSources } from './task-sources.ts';
import { TaskMoved } from './task.events.ts';
import { workingStates } from './task.lifecycle.ts';
import { TaskRecord } from './task.record.ts';

/**
 * No case is closed while another agency still works on a task of it. What nobody outside was asked for ends with the case: the
 * team's own tasks are called off, what still waits is dropped.
 */
@Injectable()
export class NoOpenTask implements OnModuleInit {
  constructor(
    private readonly conditions: CaseConditions,
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly sources: TaskSources,
  ) {}

  onModuleInit(): void {
    this.conditions.beforeClosing((caseId) => this.refuseOpen(caseId));
  }

  @On(CaseClosed, { as: 'system' })
  async whenClosed({ caseId, at }: CaseClosed): Promise<void> {
    for (const id of await this.sources.openOnesOf(caseId)) {
      const task = await this.gate.take(TaskRecord, id, 'cancel');
      this.database.keep(task);
      const move = task.status === 'waiting' ? 'drop' : 'cancel';
      task[move](at, 'case-closed');
      await this.events.publish(new TaskMoved(task, move, 'team', at));
    }
  }

  private async refuseOpen(caseId: string): Promise<void> {
    const open = await this.sources.outsideInStates(caseId, workingStates);
    if (open > 0) throw conflict('case-has-open-tasks', { open });
  }
}
