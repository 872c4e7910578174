import { Injectable } from '@nestjs/common';
import { Events, On } from '../../platform/events.ts';
import { Agencies } from '../identity/index.ts';
import { openStates, ReferralAnswered, type Referral } from '../referrals/index.ts';
import { SlipMissing } from './slip.events.ts';

/** Says that a referral has no slip any more, where the unit that has it could answer with nothing else: nobody else would notice. */
@Injectable()
export class MissingSlips {
  constructor(
    private readonly events: Events,
    private readonly agencies: Agencies,
  ) {}

  /** A unit that is no more had it: the database voids the slip where a referral goes elsewhere. */
  @On(ReferralAnswered, { as: 'system' })
  async whenPassedOn({ referral, move, at }: ReferralAnswered): Promise<void> {
    if (move === 'pass-on') await this.tell(referral, at);
  }

  /** The referral has no slip that holds; of one that is over, or whose unit answers in the system, there is nothing to tell. */
  async tell({ id, status, toUnitId, workerId, unitId, supervisorUnitId }: Referral, at: Date): Promise<void> {
    if (!openStates.includes(status) || !(await this.agencies.worksWithoutAccounts(toUnitId))) return;
    await this.events.publish(new SlipMissing(id, workerId, unitId, supervisorUnitId, at));
  }
}
