import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { RemindFollowUp } from './follow-up-plan.ts';

/** The ledger is the truth: a reminder that is due and of which no promise is left is promised anew. */
@Injectable()
export class PromiseLostReminders {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const text = `SELECT id, due_at AS at FROM follow_up_dispatch WHERE state = 'waiting' AND due_at <= $1`;
    await this.jobs.promiseLost(RemindFollowUp, { text, values: [this.clock.now()] });
  }
}
