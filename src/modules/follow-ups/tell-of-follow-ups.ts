import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { FollowUpCompleted, FollowUpReminderDue } from './follow-up.events.ts';
import { FollowUpRecord } from './follow-up.record.ts';

/** Tells the timeline of a case that the person was contacted, or that nobody did so in time. */
@Injectable()
export class TellOfFollowUps {
  constructor(private readonly cases: Cases) {}

  @On(FollowUpCompleted)
  async whenCompleted({ caseId, followUpId: subjectId, doneOn, at }: FollowUpCompleted): Promise<void> {
    this.cases.tell(caseId, { kind: 'follow-up-completed', of: FollowUpRecord, group: 'F0', at, subjectId, details: { doneOn } });
  }

  @On(FollowUpReminderDue)
  async whenReminderDue({ caseId, followUpId: subjectId, kind, dueOn, at }: FollowUpReminderDue): Promise<void> {
    if (kind !== 'supervisor') return;
    this.cases.tell(caseId, { kind: 'follow-up-missed', of: FollowUpRecord, group: 'F0', at, subjectId, details: { dueOn } });
  }
}
