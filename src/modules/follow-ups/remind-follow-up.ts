import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import type { Dispatch } from './dispatch.entity.ts';
import { Escalation } from './escalation.ts';
import type { FollowUp } from './follow-up.entity.ts';
import { FollowUpReminderDue } from './follow-up.events.ts';
import { RemindFollowUp } from './follow-up-plan.ts';
import { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';

/** A reminder's time has come: it goes out, unless it was taken back, or the follow-up is over, or a lower step reached up to this one. */
@Injectable()
export class RemindOfFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly escalation: Escalation,
  ) {}

  @Keeps(RemindFollowUp)
  async run(dispatchId: string): Promise<void> {
    // First the follow-up, then its lines: in the order in which every deed locks them.
    const { followUpId } = await this.gate.peek(DispatchRecord, dispatchId);
    const followUp = await this.gate.take(FollowUpRecord, followUpId, 'fall-due');
    const dispatch = await this.gate.take(DispatchRecord, dispatchId, 'settle');
    if (dispatch.state !== 'waiting') return;
    const to = followUp.isOpen() ? await this.escalation.addressee(dispatch.kind, followUp) : undefined;
    if (to === undefined) this.database.keep(dispatch).drop(this.clock.now());
    else await this.tell(to, followUp, dispatch);
  }

  private async tell(to: FollowUpReminderDue['to'], followUp: FollowUp, dispatch: Dispatch): Promise<void> {
    const now = this.clock.now();
    dispatch.send(now);
    if (dispatch.kind === 'due') followUp.fallDue();
    if (this.escalation.isStep(dispatch.kind)) followUp.miss();
    this.database.keep(dispatch);
    this.database.keep(followUp);
    await this.escalation.settleReached(followUp.id, dispatch.kind, to, now);
    const { id, caseId, workerId, unitId, supervisorUnitId, dueOn } = followUp;
    await this.events.publish(
      new FollowUpReminderDue(id, caseId, dispatch.id, dispatch.kind, to, workerId, unitId, supervisorUnitId, dueOn, dispatch.dueAt, now),
    );
  }
}
