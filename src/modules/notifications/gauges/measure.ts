import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Promises } from '../../../platform/jobs/promises.ts';
import { Sweeps } from '../../../platform/jobs/sweep.ts';
import { UnseenReferrals } from '../../referrals/index.ts';
import type { GaugeName } from './gauge.entity.ts';

interface Waiting {
  readonly amount: number;
  readonly since: Date | null;
}

/** Measures, every minute, what waits and for how long. */
@Injectable()
export class Measure {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly promises: Promises,
    private readonly unseenReferrals: UnseenReferrals,
  ) {}

  @Sweeps()
  async run(): Promise<void> {
    const { overdue, givenUp } = await this.promises.backlog();
    await this.note('promises-overdue', overdue);
    await this.note('promises-given-up', givenUp);
    await this.note('referrals-unseen', await this.unseenReferrals.count());
    await this.note('mails-waiting', await this.count('mail', 'queued_at', `status = 'queued'`));
    await this.note('mails-not-arrived', await this.count('mail', 'queued_at', `status IN ('refused', 'given_up', 'bounced')`));
    await this.note('webhook-messages-waiting', await this.count('webhook_message', 'happened_at', `status = 'queued'`));
    await this.note('webhook-messages-given-up', await this.count('webhook_message', 'happened_at', `status = 'given_up'`));
    await this.note('webhooks-disabled', await this.count('webhook', 'failing_since', `status = 'disabled'`));
  }

  private async count(table: 'mail' | 'webhook' | 'webhook_message', since: string, where: string): Promise<Waiting> {
    const text = `SELECT count(*)::int AS amount, min(${since}) AS since FROM ${table} WHERE ${where}`;
    const [row] = await this.database.rows<Waiting>({ text, values: [] });
    return row ?? { amount: 0, since: null };
  }

  private note(name: GaugeName, { amount, since }: Waiting): Promise<void> {
    return this.database.send({
      name: 'note-gauge',
      text: `INSERT INTO gauge (name, amount, since, measured_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name)
             DO UPDATE SET amount = excluded.amount, since = excluded.since, measured_at = excluded.measured_at`,
      values: [name, amount, since, this.clock.now()],
    });
  }
}
