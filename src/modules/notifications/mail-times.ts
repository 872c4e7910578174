import { Injectable } from '@nestjs/common';
import { type MailHours, mailTime } from '../../kernel/quiet-hours.ts';
import type { LocalTime } from '../../kernel/local-time.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';

interface Wished {
  readonly country: string;
  readonly delivery: MailHours['delivery'] | null;
  readonly digest_at: LocalTime;
  readonly quiet_from: LocalTime;
  readonly quiet_to: LocalTime;
  readonly quiet_on_days_off: boolean;
}

/** When each person takes mail of what comes up now: by their own word, on the clocks and days off of their country. */
@Injectable()
export class MailTimes {
  constructor(
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  /** When mail of something goes to somebody that came up at an instant; never before now. */
  async of(personId: string, cameUpAt: Date, now: Date): Promise<Date> {
    const [row] = await this.database.rows<Wished>({
      name: 'mail-hours-of',
      text: `SELECT a.country, m.delivery, m.digest_at, m.quiet_from, m.quiet_to, m.quiet_on_days_off
             FROM person p JOIN agency a ON a.id = p.agency_id
             LEFT JOIN LATERAL (SELECT * FROM mail_hours h WHERE h.person_id = p.id ORDER BY h.set_at DESC, h.id DESC LIMIT 1) m ON true
             WHERE p.id = $1`,
      values: [personId],
    });
    if (row === undefined) return now;
    const goes = mailTime(this.hoursOf(row), this.reference.calendar(row.country), cameUpAt);
    return goes < now ? now : goes;
  }

  private hoursOf({ delivery, digest_at: digestAt, quiet_from: quietFrom, quiet_to: quietTo, ...wished }: Wished): MailHours {
    if (delivery === null) return this.reference.timers.mailHours;
    return { delivery, digestAt, quietFrom, quietTo, quietOnDaysOff: wished.quiet_on_days_off };
  }
}
