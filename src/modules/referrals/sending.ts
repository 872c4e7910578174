import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
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
  ) {}

  /** Sends it by the calendar of the country where the case is. */
  async letGo(referral: Referral, country: string): Promise<void> {
    const now = this.clock.now();
    const { seen, decided } = this.reference.timers.referral[referral.urgency as keyof typeof this.reference.timers.referral];
    const calendar = this.reference.calendar(country);
    const decideBy = calendar.deadlineAfter(now, decided);
    referral.send(now, calendar.deadlineAfter(now, seen), decideBy);
    this.database.keep(referral);
    await this.events.publish(new ReferralSent(referral, decideBy, now));
  }
}
