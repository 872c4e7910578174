import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { FollowUpCompleted, FollowUpMoved, FollowUpReminderDue, FollowUpWaived } from './follow-up.events.ts';
import { FollowUpRecord } from './follow-up.record.ts';

/** Tells the timeline of a case that the person was contacted, or that nobody did so in time, or why not or not then. */
@Injectable()
export class TellOfFollowUps {
  constructor(private readonly cases: Cases) {}

  @On(FollowUpCompleted)
  async whenCompleted({ caseId, followUpId: subjectId, doneOn, at }: FollowUpCompleted): Promise<void> {
    this.cases.tell(caseId, { kind: 'follow-up-completed', of: FollowUpRecord, group: 'F0', at, subjectId, details: { doneOn } });
  }

  @On(FollowUpWaived)
  async whenWaived({ caseId, followUpId: subjectId, reason: waivedReason, at }: FollowUpWaived): Promise<void> {
    this.cases.tell(caseId, { kind: 'follow-up-waived', of: FollowUpRecord, group: 'F0', at, subjectId, details: { waivedReason } });
  }

  @On(FollowUpMoved)
  async whenMoved({ caseId, followUpId: subjectId, dueOn, reason: movedReason, at }: FollowUpMoved): Promise<void> {
    this.cases.tell(caseId, { kind: 'follow-up-moved', of: FollowUpRecord, group: 'F0', at, subjectId, details: { dueOn, movedReason } });
  }

  @On(FollowUpReminderDue)
  async whenReminderDue({ caseId, followUpId: subjectId, kind, dueOn, at }: FollowUpReminderDue): Promise<void> {
    if (kind !== 'supervisor') return;
    this.cases.tell(caseId, { kind: 'follow-up-missed', of: FollowUpRecord, group: 'F0', at, subjectId, details: { dueOn } });
  }
}
