import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { FollowUpReminderDue } from './follow-up.events.ts';
import { FollowUpPlan, RemindFollowUp } from './follow-up-plan.ts';
import { DispatchRecord, FollowUpRecord } from './follow-up.record.ts';

/** A reminder's time has come: it goes out, unless the follow-up is over or has got another day meanwhile. */
@Injectable()
export class RemindOfFollowUp {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly plan: FollowUpPlan,
    private readonly clock: Clock,
  ) {}

  @Keeps(RemindFollowUp)
  async run(dispatchId: string): Promise<void> {
    const dispatch = await this.gate.take(DispatchRecord, dispatchId, 'settle');
    if (dispatch.state !== 'waiting') return;
    const followUp = await this.gate.take(FollowUpRecord, dispatch.followUpId, 'fall-due');
    const now = this.clock.now();
    this.database.keep(dispatch);
    if (!followUp.isOpen() || !this.plan.stillTells(dispatch, followUp)) {
      dispatch.drop(now);
      return;
    }
    dispatch.send(now);
    if (dispatch.kind === 'due') followUp.fallDue();
    if (dispatch.kind === 'supervisor') followUp.miss();
    this.database.keep(followUp);
    const { id, workerId, supervisorUnitId, dueOn } = followUp;
    const to = dispatch.kind === 'supervisor' ? 'supervisor' : 'worker';
    await this.events.publish(new FollowUpReminderDue(id, dispatch.id, dispatch.kind, to, workerId, supervisorUnitId, dueOn, now));
  }
}
