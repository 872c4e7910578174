import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { addDays, day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { countryCodes } from '../../platform/shipped-reference.ts';
import { Cases } from '../cases/index.ts';
import type { Consent } from './consent.entity.ts';
import { ConsentExpired } from './consent.events.ts';
import { ConsentRecord } from './consent.record.ts';

/** A consent is to be looked at when its last day is over; its subject is the consent. */
export const ExpireConsent = new JobType('expire-consent');

const atOnce = 1_000;

/** Ends consents when their last day is over where the case is looked after, and with them what is shared on them. */
@Injectable()
export class ExpireConsents {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly cases: Cases,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** Promises that a consent will end with its last day. */
  promise({ id, validTo }: Consent, country: string): Promise<void> {
    return this.jobs.promise(ExpireConsent, id, this.endOf(validTo, country));
  }

  /** Its last day is over: it ends, unless something else has ended it. */
  @Keeps(ExpireConsent)
  async expire(id: string): Promise<void> {
    const { caseId } = await this.gate.peek(ConsentRecord, id);
    await this.cases.hold(caseId);
    const consent = await this.gate.take(ConsentRecord, id, 'expire');
    if (!consent.hasRunOut(await this.cases.todayOf(caseId))) return;
    consent.expire();
    this.database.keep(consent);
    await this.events.publish(new ConsentExpired(id, caseId, this.clock.now()));
  }

  /** Promises anew what nobody promises any more. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    for (const country of countryCodes()) {
      const over = await this.database.rows<{ id: string; valid_to: string }>({
        name: 'consents-run-out',
        text: `SELECT n.id, n.valid_to::text FROM consent n JOIN case_core c ON c.id = n.case_id
               WHERE n.status = 'active' AND n.valid_to < $2 AND c.country = $1 ORDER BY n.valid_to LIMIT ${atOnce}`,
        values: [country, this.reference.calendar(country).dayOf(this.clock.now())],
      });
      for (const { id, valid_to } of over) await this.jobs.promiseUnlessPromised(ExpireConsent, id, this.endOf(valid_to, country));
    }
  }

  private endOf(validTo: string, country: string): Date {
    return this.reference.calendar(country).at(addDays(day(validTo), 1), '00:00');
  }
}
