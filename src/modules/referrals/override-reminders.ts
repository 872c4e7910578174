import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Events, On } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { Cases } from '../cases/index.ts';
import { ConsentOverrideMoved, ConsentOverrideWaits } from './consent-override.events.ts';
import { ConsentOverrideRecord } from './consent-override.record.ts';
import { ConsentOverrides } from './consent-overrides.ts';

/** Sharing without a consent may still wait for somebody; its subject is the override. */
export const OverrideStillWaits = new JobType('override-still-waits');

type Limit = 'askedAfter' | 'thenEvery';

/** A child in danger waits for no forgetful office: whoever has to answer, or to look, is told again until it is done. */
@Injectable()
export class OverrideReminders {
  constructor(
    private readonly gate: Gate,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly overrides: ConsentOverrides,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  @On(ConsentOverrideMoved, { as: 'system' })
  async whenMoved({ move, overrideId, at }: ConsentOverrideMoved): Promise<void> {
    if (move === 'request') await this.promise(overrideId, 'askedAfter', at);
    if (move === 'overdue') await this.promise(overrideId, 'thenEvery', at);
  }

  @Keeps(OverrideStillWaits)
  async remind(id: string): Promise<void> {
    const override = await this.gate.take(ConsentOverrideRecord, id, 'remind');
    const waitsFor = override.waitsFor();
    if (waitsFor === null) return;
    const at = this.clock.now();
    // A promise that was kept late, from when it waited for something else, is behind it.
    const since = override.overdueAt ?? override.requestedAt;
    if (at < (await this.after(id, waitsFor === 'answer' ? 'askedAfter' : 'thenEvery', since))) return;
    await this.events.publish(new ConsentOverrideWaits(override, waitsFor, at));
    await this.promise(id, 'thenEvery', at);
  }

  /** What nobody promises any more is told at once. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = `SELECT id, coalesce(overdue_at, requested_at) AS at FROM consent_override
      WHERE status = 'requested' OR status = 'approved' AND overdue_at IS NOT NULL`;
    await this.jobs.promiseLost(OverrideStillWaits, { text, values: [] });
  }

  private async promise(id: string, limit: Limit, from: Date): Promise<void> {
    await this.jobs.promise(OverrideStillWaits, id, await this.after(id, limit, from));
  }

  private async after(id: string, limit: Limit, from: Date): Promise<Date> {
    const { caseId } = await this.overrides.sourceOf(id);
    const { country } = await this.cases.routing(caseId);
    return this.reference.calendar(country).deadlineAfter(from, this.reference.timers.consentOverrideReminders[limit]);
  }
}
