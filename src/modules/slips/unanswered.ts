import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events, On } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';
import { ReferralAnswered, ReferralRecord, ReferralSent } from '../referrals/index.ts';

/** A referral that nobody may have answered is to be looked at; its subject is the referral. */
export const EndUnanswered = new JobType('end-unanswered');

const atOnce = 1_000;

/**
 * What a unit without accounts does not answer by its deadline, and some time after it, has failed: nobody there can be reminded,
 * and help has to be looked for elsewhere. An answer that comes late but before that counts.
 */
@Injectable()
export class Unanswered {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
  ) {}

  @On(ReferralSent, { as: 'system' })
  async whenSent({ referralId, toUnitId, toAgencyId, decideBy }: ReferralSent): Promise<void> {
    if (!(await this.agencies.worksWithoutAccounts(toUnitId))) return;
    await this.jobs.promise(EndUnanswered, referralId, await this.endOf(toAgencyId, decideBy));
  }

  @Keeps(EndUnanswered)
  async end(id: string): Promise<void> {
    const referral = await this.gate.take(ReferralRecord, id, 'expire');
    const { status, decideBy, toUnitId, toAgencyId } = referral;
    const now = this.clock.now();
    if (status !== 'sent' || decideBy === null || now < (await this.endOf(toAgencyId, decideBy))) return;
    // Somebody there has got an account meanwhile: they are reminded as everybody is.
    if (!(await this.agencies.worksWithoutAccounts(toUnitId))) return;
    referral.expire(now);
    this.database.keep(referral);
    await this.events.publish(new ReferralAnswered(referral, 'expire', 'clock', now));
  }

  /** Promises anew what nobody promises any more, or never did: a unit may have given up its accounts since. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const late = await this.database.rows<{ id: string; to_agency_id: string; decide_by: Date }>({
      name: 'slips-unanswered',
      text: `SELECT r.id, r.to_agency_id, r.decide_by FROM referral r JOIN unit u ON u.id = r.to_unit_id
             WHERE u.works_without_accounts AND r.status = 'sent' AND r.decide_by <= $1 ORDER BY r.decide_by LIMIT ${atOnce}`,
      values: [this.clock.now()],
    });
    for (const { id, to_agency_id: agencyId, decide_by: decideBy } of late)
      await this.jobs.promiseUnlessPromised(EndUnanswered, id, await this.endOf(agencyId, decideBy));
  }

  /** By the calendar of the agency that was asked. */
  private async endOf(agencyId: string, decideBy: Date): Promise<Date> {
    const calendar = this.reference.calendar(await this.agencies.countryOf(agencyId));
    return calendar.deadlineAfter(decideBy, this.reference.timers.slip.noAnswerAfter);
  }
}
