import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { countryCodes } from '../../platform/shipped-reference.ts';
import { Agenda } from './agenda.ts';
import { FollowUpRecord } from './follow-up.record.ts';
import { FollowUpPlan } from './follow-up-plan.ts';
import { OpenFollowUps } from './open-follow-ups.ts';

const atOnce = 200;

/** A calendar or a ladder has changed: days that became days of rest move, reminders follow, and what such a case has no follow-up for is planned. */
@Injectable()
export class ReckonAnew {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agenda: Agenda,
    private readonly plan: FollowUpPlan,
    private readonly open: OpenFollowUps,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    for (const country of countryCodes()) {
      const stale = await this.database.rows<{ id: string }>({
        name: 'reckoned-otherwise',
        text: `SELECT id FROM follow_up WHERE country = $1 AND (reckoned_by < $2 OR reckoned_by > $2) AND status IN ('planned', 'due', 'missed')
               ORDER BY reckoned_by LIMIT ${atOnce}`,
        values: [country, this.reference.reckoning(country)],
      });
      for (const { id } of stale) await this.reckon(id);
    }
  }

  private async reckon(id: string): Promise<void> {
    const now = this.clock.now();
    const followUp = await this.gate.take(FollowUpRecord, id, 'plan-anew');
    if (!followUp.isOpen()) return;
    const { type, country, dueOn, caseId } = followUp;
    followUp.reckonAnew(this.agenda.onWorkingDay(type, country, day(dueOn)), this.reference.reckoning(country));
    await this.plan.remindAnew(followUp, now);
    await this.open.fill(await this.open.standing(caseId), now);
  }
}
