import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';
import { AskedServices } from './asked-services.ts';
import { deadlinesOf } from './deadlines.ts';
import type { Referral } from './referral.entity.ts';
import { ReferralSent } from './referral.events.ts';

/** Lets a referral go whose package and consent have been seen to: from now the recipient's deadlines run. */
@Injectable()
export class Sending {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly services: AskedServices,
    private readonly agencies: Agencies,
  ) {}

  /** Sends it by the calendar of the country where the case is. */
  async letGo(referral: Referral, country: string): Promise<void> {
    // A draft may be older than the end of its unit.
    if ((await this.agencies.ofUnit(referral.toUnitId)) === null) throw conflict('unit-not-active');
    const now = this.clock.now();
    const service = await this.services.stillAskedBy(referral);
    const { timers } = this.reference;
    const { seeBy, decideBy } = deadlinesOf(referral.urgency, service, timers, this.reference.calendar(country), now);
    referral.send(now, seeBy, decideBy);
    this.database.keep(referral);
    await this.events.publish(new ReferralSent(referral, decideBy, now));
  }
}
