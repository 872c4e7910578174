import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { stepReached } from '../../kernel/days-before.ts';
import { addDays } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { countryCodes } from '../../platform/shipped-reference.ts';
import { Cases } from '../cases/index.ts';
import { ConsentEnds } from './consent.events.ts';
import { ConsentRecord } from './consent.record.ts';

/** The worker of a case is to be told that a consent is about to end; its subject is the consent. */
export const TellOfConsentEnd = new JobType('tell-of-consent-end');

const atOnce = 1_000;

/** What stands on a consent is called off when it ends: that it will is told in time, while the person can still be asked again. */
@Injectable()
export class ConsentEndClock {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** Looks for those whose end has come near, by the day where the case is looked after. Of a closed case nobody is to ask again. */
  @Sweeps()
  async promise(): Promise<void> {
    const now = this.clock.now();
    for (const country of countryCodes()) {
      const today = this.reference.calendar(country).dayOf(now);
      // Each from the day after the next nearer one: of what is near, nobody hears first that it is far.
      let from = today;
      for (const daysBefore of this.reference.timers.consentEndToldDaysBefore.toSorted((a, b) => a - b)) {
        const until = addDays(today, daysBefore);
        const ending = await this.database.rows<{ id: string }>({
          name: 'consents-that-end',
          text: `SELECT n.id FROM consent n JOIN case_core c ON c.id = n.case_id
                 WHERE n.status = 'active' AND n.valid_to BETWEEN $2 AND $3 AND (n.told_days_before IS NULL OR n.told_days_before > $4)
                   AND c.country = $1 AND c.status NOT IN ('closed', 'transferred_out') ORDER BY n.valid_to, n.id LIMIT ${atOnce}`,
          values: [country, from, until, daysBefore],
        });
        for (const { id } of ending) await this.jobs.promiseUnlessPromised(TellOfConsentEnd, id, now);
        from = addDays(until, 1);
      }
    }
  }

  /** Tells how near the end is by now, unless it was told, or the consent was taken back or given anew meanwhile. */
  @Keeps(TellOfConsentEnd)
  async tell(id: string): Promise<void> {
    const { caseId } = await this.gate.peek(ConsentRecord, id);
    await this.cases.hold(caseId);
    const consent = await this.gate.take(ConsentRecord, id, 'remind');
    const { isOpen } = await this.cases.routing(caseId);
    const today = await this.cases.todayOf(caseId);
    const reached = stepReached(consent.validTo, today, this.reference.timers.consentEndToldDaysBefore);
    if (!isOpen || reached === undefined || !consent.tellOfEnd(reached, today)) return;
    this.database.keep(consent);
    await this.events.publish(new ConsentEnds(consent, this.clock.now()));
  }
}
