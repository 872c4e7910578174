import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { FollowUpReminderDue } from './follow-up.events.ts';
import { RemindFollowUp } from './follow-up-plan.ts';
import { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';

/** A reminder's time has come: it goes out, unless it was taken back or the follow-up is over. */
@Injectable()
export class RemindOfFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  @Keeps(RemindFollowUp)
  async run(dispatchId: string): Promise<void> {
    // First the follow-up, then its lines: in the order in which every deed locks them.
    const { followUpId } = await this.gate.peek(DispatchRecord, dispatchId);
    const followUp = await this.gate.take(FollowUpRecord, followUpId, 'fall-due');
    const dispatch = await this.gate.take(DispatchRecord, dispatchId, 'settle');
    if (dispatch.state !== 'waiting') return;
    const now = this.clock.now();
    this.database.keep(dispatch);
    if (!followUp.isOpen()) {
      dispatch.drop(now);
      return;
    }
    dispatch.send(now);
    if (dispatch.kind === 'due') followUp.fallDue();
    if (dispatch.kind === 'supervisor') followUp.miss();
    this.database.keep(followUp);
    const { id, caseId, workerId, unitId, supervisorUnitId, dueOn } = followUp;
    // A sealed case is its worker's alone: those who do not see it hear of it only when there is no worker any more.
    const to = dispatch.kind === 'supervisor' && !followUp.sealed ? 'supervisor' : 'worker';
    await this.events.publish(
      new FollowUpReminderDue(id, caseId, dispatch.id, dispatch.kind, to, workerId, unitId, supervisorUnitId, dueOn, now),
    );
  }
}
