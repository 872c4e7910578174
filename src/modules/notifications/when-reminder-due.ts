import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { FollowUpReminderDue } from '../follow-ups/index.ts';
import { supervisorsOf, Telling } from './telling.ts';

/** Tells whoever is responsible now: the worker, or those who supervise the worker. */
@Injectable()
export class WhenReminderDue {
  constructor(private readonly telling: Telling) {}

  /** A case whose worker has left the unit goes to the supervisor at once: nobody else would hear of it. */
  @On(FollowUpReminderDue, { as: 'system' })
  async whenReminderDue({ to, workerId, unitId, supervisorUnitId, ...event }: FollowUpReminderDue): Promise<void> {
    const { followUpId: subjectId, dispatchId: causeId, kind, dueOn, at: createdAt } = event;
    const message = { causeId, kind, subjectType: 'follow-up', subjectId, dueOn, createdAt } as const;
    if (to === 'worker') await this.telling.worker(workerId, unitId, supervisorUnitId, message);
    else await this.telling.post(supervisorsOf(supervisorUnitId), message);
  }
}
