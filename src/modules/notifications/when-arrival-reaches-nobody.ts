import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { On } from '../../platform/events.ts';
import { People } from '../identity/index.ts';
import { Arrivals, type Referral } from '../referrals/index.ts';
import { MailNotArrived } from './mail.events.ts';
import { recipientsIn, Telling } from './telling.ts';

/** Tells a sender to ring: mail reaches none of those in the unit who were told of a referral, and none of them has seen it here. */
@Injectable()
export class WhenArrivalReachesNobody {
  constructor(
    private readonly database: Database,
    private readonly people: People,
    private readonly arrivals: Arrivals,
    private readonly telling: Telling,
  ) {}

  @On(MailNotArrived, { as: 'system' })
  async whenNotArrived({ mailId, at }: MailNotArrived): Promise<void> {
    const told = await this.database.rows<{ id: string }>({
      name: 'referrals-told-in',
      text: `SELECT DISTINCT n.subject_id AS id FROM notification n LEFT JOIN mail s ON s.id = $1 AND s.notification_id = n.id
             WHERE (n.mail_id = $1 OR s.id IS NOT NULL) AND n.subject_type = 'referral' ORDER BY 1`,
      values: [mailId],
    });
    for (const { id } of told) await this.look(id, at);
  }

  /** With the referral held, so that of two mails that fail at once the second sees the first. */
  private async look(subjectId: string, at: Date): Promise<void> {
    const referral = await this.arrivals.noteNotReached(subjectId, at, (held) => this.reachesNobody(held));
    if (referral === null) return;
    const { workerId, unitId, supervisorUnitId, urgency } = referral;
    // One mail tells of several referrals, and each is news of its own.
    const about = { causeId: randomUUID(), kind: 'not-reached', subjectType: 'referral', subjectId, dueOn: null, createdAt: at } as const;
    await this.telling.worker(workerId, unitId, supervisorUnitId, { ...about, isUrgent: urgency === 'emergency' });
  }

  /** Of those who answer for the unit now: whether somebody was told, none of it by a mail that may have arrived, and nobody has read it. */
  private async reachesNobody({ id, toUnitId }: Referral): Promise<boolean> {
    const answering = await this.people.holding(recipientsIn(toUnitId).roles, toUnitId);
    const [row] = await this.database.rows<{ unheard: boolean | null }>({
      name: 'referral-unheard',
      text: `SELECT bool_and(n.read_at IS NULL AND (m.status IN ('refused', 'given_up', 'bounced')) IS TRUE
               AND NOT EXISTS (SELECT FROM mail s WHERE s.notification_id = n.id AND s.status IN ('queued', 'sent'))) AS unheard
             FROM notification n LEFT JOIN mail m ON m.id = n.mail_id
             WHERE n.person_id = ANY ($1::uuid[]) AND n.subject_type = 'referral' AND n.subject_id = $2`,
      values: [answering, id],
    });
    return row?.unheard === true;
  }
}
