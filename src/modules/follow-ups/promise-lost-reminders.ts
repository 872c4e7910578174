import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Log } from '../../platform/log.ts';
import { RemindFollowUp } from './follow-up-plan.ts';

/** More than ever fall due in a minute; what is left waits for the next sweep, and is spoken of. */
const atOnce = 20_000;

/** Every reminder that is due and of which no promise is left, promised anew, in one statement however many there are. */
export const lostReminders = `SELECT platform.promise($1, lost.id, lost.due_at) FROM (
    SELECT d.id, d.due_at FROM follow_up_dispatch d WHERE d.state = 'waiting' AND d.due_at <= $2
    AND NOT EXISTS (SELECT FROM platform.outbox o WHERE o.kind = $1 AND o.subject_id = d.id AND o.state <> 'done')
    ORDER BY d.due_at LIMIT ${atOnce}) lost`;

/** The ledger is the truth: a reminder that is due and of which no promise is left is promised anew. */
@Injectable()
export class PromiseLostReminders {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const values = [RemindFollowUp.kind, this.clock.now()];
    const promised = await this.database.rows({ name: 'lost-reminders', text: lostReminders, values });
    if (promised.length === atOnce) this.log.warn('more reminders were lost than one sweep takes', { count: atOnce });
  }
}
