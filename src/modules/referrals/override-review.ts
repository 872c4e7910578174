import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { ConsentOverrideMoved } from './consent-override.events.ts';
import { ConsentOverrideRecord } from './consent-override.record.ts';

/** Somebody should have looked at what was shared without a consent by now; its subject is the override. */
export const OverrideReviewDue = new JobType('override-review-due');

/** The clock of the privacy officer: what is not looked at in time is told to those above, and lets nothing more out. */
@Injectable()
export class OverrideReview {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** By when it has to be looked at. */
  async deadlineIn(caseId: string, from: Date): Promise<Date> {
    const { country } = await this.cases.routing(caseId);
    return this.reference.calendar(country).deadlineAfter(from, this.reference.timers.consentOverrideReview);
  }

  /** Promises to ask whether it was. */
  promise(id: string, reviewBy: Date): Promise<void> {
    return this.jobs.promise(OverrideReviewDue, id, reviewBy);
  }

  @Keeps(OverrideReviewDue)
  async ask(id: string): Promise<void> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'fall-overdue');
    const at = this.clock.now();
    if (!override.fallOverdue(at)) return;
    this.database.keep(override);
    await this.events.publish(new ConsentOverrideMoved(override, 'overdue', at));
  }

  /** Promises anew what nobody promises any more. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = `SELECT id, review_by AS at FROM consent_override WHERE status = 'approved' AND overdue_at IS NULL AND review_by <= $1`;
    await this.jobs.promiseLost(OverrideReviewDue, { text, values: [this.clock.now()] });
  }
}
