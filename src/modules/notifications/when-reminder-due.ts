import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { On } from '../../platform/events.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { FollowUpReminderDue } from '../follow-ups/index.ts';
import { People } from '../identity/index.ts';
import { Notification } from './notification.entity.ts';
import { NotificationRecord } from './notification.record.ts';
import { SendMail } from './send-mail.ts';

/** Tells whoever is responsible now: the worker, or those who supervise the worker. */
@Injectable()
export class WhenReminderDue {
  constructor(
    private readonly gate: Gate,
    private readonly people: People,
    private readonly jobs: Jobs,
  ) {}

  @On(FollowUpReminderDue, { as: 'system' })
  async whenReminderDue(event: FollowUpReminderDue): Promise<void> {
    const { followUpId: subjectId, dispatchId, kind, dueOn, at: createdAt } = event;
    for (const personId of await this.recipients(event)) {
      const facts = { id: randomUUID(), personId, kind, subjectType: 'follow-up', subjectId, dispatchId, dueOn, createdAt };
      const notification = this.gate.admit(NotificationRecord, Object.assign(new Notification(), facts));
      await this.jobs.promise(SendMail, notification.id, createdAt);
    }
  }

  /** A case whose worker has left the unit goes to the supervisor at once: nobody else would hear of it. */
  private async recipients({ to, workerId, unitId, supervisorUnitId }: FollowUpReminderDue): Promise<string[]> {
    if (to === 'worker' && workerId !== null && (await this.people.serves(workerId, 'social-worker', unitId))) return [workerId];
    return this.people.holding('supervisor', supervisorUnitId);
  }
}
