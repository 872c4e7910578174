import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { stepReached } from '../../kernel/days-before.ts';
import { addDays, type LocalDay } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Reference } from '../../platform/reference.ts';
import { countryCodes } from '../../platform/shipped-reference.ts';
import { ProtocolEnds, ProtocolWaits } from './protocol.events.ts';
import { ProtocolRecord } from './protocol.record.ts';

const aDay = 86_400_000;
const atOnce = 200;
/** The last day is over. */
const ended = -1;

/** Without a protocol nothing is sent: that one waits for approval, or is about to end, is told in time, to whoever can see to it. */
@Injectable()
export class ProtocolClock {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** The privacy officer is asked again until it is decided. */
  @Sweeps()
  async askAgain(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(now.getTime() - this.reference.timers.protocol.askAgainAfterDays * aDay);
    const waiting = await this.database.rows<{ id: string }>({
      name: 'protocols-to-ask-for',
      text: `SELECT id FROM sharing_protocol WHERE status = 'draft' AND (asked_at IS NULL OR asked_at <= $1) ORDER BY asked_at NULLS FIRST, id LIMIT ${atOnce}`,
      values: [before],
    });
    for (const { id } of waiting) {
      const protocol = await this.gate.take(ProtocolRecord, id, 'remind');
      if (!protocol.askAgain(before, now)) continue;
      this.database.keep(protocol);
      await this.events.publish(new ProtocolWaits(protocol, false, now));
    }
  }

  /** Both sides are told before it ends, and when it has; on the day where the side that shares works. */
  @Sweeps()
  async tellOfEnds(): Promise<void> {
    const now = this.clock.now();
    for (const country of countryCodes()) {
      const today = this.reference.calendar(country).dayOf(now);
      for (const daysBefore of [...this.reference.timers.protocol.endToldDaysBefore, ended])
        await this.tell(country, today, daysBefore, now);
    }
  }

  private async tell(country: string, today: LocalDay, daysBefore: number, now: Date): Promise<void> {
    const ending = await this.database.rows<{ id: string }>({
      name: 'protocols-that-end',
      text: `SELECT p.id FROM sharing_protocol p JOIN agency a ON a.id = p.from_agency_id WHERE p.status = 'active' AND a.country = $1
               AND p.valid_to <= $2 AND (p.told_days_before IS NULL OR p.told_days_before > $3) ORDER BY p.valid_to, p.id LIMIT ${atOnce}`,
      values: [country, addDays(today, daysBefore), daysBefore],
    });
    for (const { id } of ending) {
      const protocol = await this.gate.take(ProtocolRecord, id, 'remind');
      const reached = stepReached(protocol.validTo, today, [ended, ...this.reference.timers.protocol.endToldDaysBefore]);
      if (reached !== daysBefore || !protocol.tellOfEnd(daysBefore)) continue;
      this.database.keep(protocol);
      await this.events.publish(new ProtocolEnds(protocol, daysBefore === ended, now));
    }
  }
}
