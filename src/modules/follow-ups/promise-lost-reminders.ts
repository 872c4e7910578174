import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { RemindFollowUp } from './follow-up-plan.ts';

const atOnce = 1_000;

/** The ledger is the truth: a reminder that is due and of which no promise is left is promised anew. */
@Injectable()
export class PromiseLostReminders {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const due = await this.database.rows<{ id: string; due_at: Date }>({
      name: 'due-reminders',
      text: `SELECT id, due_at FROM follow_up_dispatch WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at LIMIT ${atOnce}`,
      values: [this.clock.now()],
    });
    for (const { id, due_at: at } of due) await this.jobs.promiseUnlessPromised(RemindFollowUp, id, at);
  }
}
