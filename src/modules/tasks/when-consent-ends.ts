import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { ConsentExpired, Consents, ConsentWithdrawn } from '../consent/index.ts';
import { TaskSharing } from './task-sharing.ts';
import { TaskSources } from './task-sources.ts';
import { TaskMoved } from './task.events.ts';
import { taskLifecycle } from './task.lifecycle.ts';
import { TaskRecord } from './task.record.ts';

/**
 * What was shared for a task on a consent that ends is closed, and the task called off, in the same transaction: on one
 * that was taken back in any case, on one that ran out unless another agreement covers the same by then.
 */
@Injectable()
export class WhenConsentEnds {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly reference: Reference,
    private readonly cases: Cases,
    private readonly consents: Consents,
    private readonly sharing: TaskSharing,
    private readonly sources: TaskSources,
  ) {}

  @On(ConsentWithdrawn, { as: 'system' })
  async whenWithdrawn({ consentId, caseId, at }: ConsentWithdrawn): Promise<void> {
    for (const source of await this.sources.sharedOf(caseId))
      if (source.consentId === consentId) await this.end(source.taskId, 'consent-withdrawn', 'team', at);
    await this.endUncovered(caseId, 'consent-withdrawn', 'team', at);
  }

  @On(ConsentExpired, { as: 'system' })
  async whenExpired({ caseId, at }: ConsentExpired): Promise<void> {
    await this.endUncovered(caseId, 'consent-expired', 'clock', at);
  }

  private async endUncovered(caseId: string, reason: string, by: 'team' | 'clock', at: Date): Promise<void> {
    const today = await this.cases.todayOf(caseId);
    for (const { taskId, consentId } of await this.sources.sharedOf(caseId)) {
      const task = await this.gate.peek(TaskRecord, taskId);
      const purposes = this.sharing.scopesOf(this.reference.taskTemplate(task.template));
      const shared = { purposes, agencyId: task.ownerAgencyId };
      if (consentId === null || (await this.consents.stillCovers(consentId, caseId, shared, today))) continue;
      await this.end(taskId, reason, by, at);
    }
  }

  private async end(taskId: string, reason: string, by: 'team' | 'clock', at: Date): Promise<void> {
    const task = this.database.keep(await this.gate.take(TaskRecord, taskId, 'close-package'));
    if (!taskLifecycle.movesFrom(task.status).includes('cancel')) {
      task.endSharing();
      return;
    }
    task.cancel(at, reason);
    await this.events.publish(new TaskMoved(task, 'cancel', by, at));
  }
}
