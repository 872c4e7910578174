import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { day } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { Agencies, People } from '../identity/index.ts';
import type { Complaint } from './complaint.entity.ts';
import { ComplaintWaits, type Waiting } from './complaint.events.ts';
import { ComplaintRecord } from './complaint.record.ts';

/**
 * Sees to it that no complaint stays open unheard: gives it to privacy officers of an agency that is not complained of, and tells them
 * again and again until it is settled. It looks at rows and waits for no news: of the moment at which somebody complained nothing is told.
 */
@Injectable()
export class WatchComplaints {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly agencies: Agencies,
    private readonly people: People,
  ) {}

  @Sweeps()
  async watch(): Promise<void> {
    const now = this.clock.now();
    const due = await this.database.rows<{ id: string }>({
      name: 'complaints-due',
      text: `SELECT id FROM complaint WHERE status <> 'settled' AND (handler_agency_id IS NULL OR remind_at <= $1)
             ORDER BY remind_at NULLS FIRST, id LIMIT 100`,
      values: [now],
    });
    for (const { id } of due) await this.look(id, now);
  }

  private async look(id: string, now: Date): Promise<void> {
    const complaint = await this.gate.take(ComplaintRecord, id, 'remind');
    if (complaint.status === 'settled') return;
    const country = await this.agencies.countryOf(complaint.agencyId);
    const isNew = complaint.acknowledgeBy === null;
    const handlers = (await this.people.agenciesHolding('privacy-officer', country)).filter((each) => each !== complaint.agencyId);
    const handler = handlers.find((each) => each === complaint.handlerAgencyId) ?? handlers[0];
    // That nobody may have it was told: until somebody may, it is told again in a while, not every minute.
    if (handler === undefined && complaint.remindAt !== null && complaint.remindAt > now) return;
    if (handler !== undefined) complaint.handTo(handler, this.clockOf(complaint, country));
    const waiting = handler === undefined ? 'nobody' : this.waitingOf(complaint, isNew, country, now);
    complaint.remindNext(this.next(complaint, country, now));
    this.database.keep(complaint);
    const dueOn = complaint.status === 'received' ? complaint.acknowledgeBy : complaint.settleBy;
    const { urgent } = this.reference.code('complaint-kind', complaint.kind);
    const { agencyId } = complaint;
    await this.events.publish(new ComplaintWaits(id, agencyId, handler ?? null, waiting, dueOn, urgent, now));
  }

  private waitingOf({ status, acknowledgeBy, settleBy }: Complaint, isNew: boolean, country: string, now: Date): Waiting {
    const today = this.reference.calendar(country).dayOf(now);
    if (isNew) return 'received';
    if (settleBy !== null && today > settleBy) return 'not-settled';
    return status === 'received' && acknowledgeBy !== null && today > acknowledgeBy ? 'not-acknowledged' : 'received';
  }

  /** Counted from the day it came, whoever has it. */
  private clockOf({ receivedOn }: Complaint, country: string): { acknowledgeBy: string; settleBy: string } {
    const calendar = this.reference.calendar(country);
    const { acknowledgeWorkingDays, settleDays } = this.reference.timers.complaint;
    const from = calendar.at(day(receivedOn), calendar.facts.office.opens);
    return {
      acknowledgeBy: calendar.dayOf(calendar.workingDaysAfter(from, acknowledgeWorkingDays)),
      settleBy: calendar.dueDayAfter(from, settleDays),
    };
  }

  /** The opening of the office on the day after the next limit; later on again and again. */
  private next({ status, acknowledgeBy, settleBy }: Complaint, country: string, now: Date): Date {
    const calendar = this.reference.calendar(country);
    const limits = status === 'received' ? [acknowledgeBy, settleBy] : [settleBy];
    const after = (limit: string): Date => calendar.workingDaysAfter(calendar.at(day(limit), calendar.facts.office.opens), 1);
    const ahead = limits.flatMap((limit) => (limit === null ? [] : [after(limit)])).find((at) => at > now);
    return ahead ?? calendar.daysAfter(now, this.reference.timers.complaint.remindEveryDays);
  }
}
