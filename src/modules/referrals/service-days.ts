import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { addDays, type LocalDay } from '../../kernel/local-time.ts';
import { invalidInput } from '../../kernel/problem.ts';
import type { WorkingCalendar } from '../../kernel/working-calendar.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies } from '../identity/index.ts';
import type { Referral } from './referral.entity.ts';

/** A service may have begun before the papers did, but not longer before than this. */
const daysBeforeAcceptance = 30;

/** The days on which a service of a referral can have been given, by the calendar of those who gave it. */
@Injectable()
export class ServiceDays {
  constructor(
    private readonly agencies: Agencies,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** The day it is where an agency works. */
  async todayOf(agencyId: string): Promise<LocalDay> {
    return this.reference.calendar(await this.agencies.countryOf(agencyId)).dayOf(this.clock.now());
  }

  /** Refuses a day that lies in the future, or more than thirty days before the referral was accepted. */
  async refuseUnlikely({ toAgencyId, answeredAt }: Referral, field: string, on: string): Promise<void> {
    const calendar = await this.refuseFuture(toAgencyId, field, on);
    const earliest = addDays(calendar.dayOf(answeredAt ?? this.clock.now()), -daysBeforeAcceptance);
    if (on < earliest) throw invalidInput({ field, code: 'too-long-ago', params: { earliest } });
  }

  /** Refuses a day that has not begun yet where an agency is. */
  async refuseFuture(agencyId: string, field: string, on: string): Promise<WorkingCalendar> {
    const calendar = this.reference.calendar(await this.agencies.countryOf(agencyId));
    if (on > calendar.dayOf(this.clock.now())) throw invalidInput({ field, code: 'in-the-future' });
    return calendar;
  }

  /** Whether a day lies more than so many days back, where the service was given. */
  async isLongAgo({ toAgencyId }: Referral, on: string, days: number): Promise<boolean> {
    const calendar = this.reference.calendar(await this.agencies.countryOf(toAgencyId));
    return on < addDays(calendar.dayOf(this.clock.now()), -days);
  }
}
