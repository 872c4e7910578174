import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { Reference } from '../../platform/reference.ts';
import { Mail } from './mail.entity.ts';
import { MailRecord } from './mail.record.ts';
import type { Notification } from './notification.entity.ts';
import { SendMail } from './send-mail.ts';

/** What is urgent goes out as a short message too: to whoever wants that, or whom mail does not reach, if they have said a number. */
@Injectable()
export class ShortMessages {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly reference: Reference,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Promises one of what a person is told, if it is to be, for when its mail goes out. As the system. */
  async tell({ id: notificationId, personId, kind, subjectType, createdAt, mailAt }: Notification, isUrgent: boolean): Promise<void> {
    if (this.config.shortMessages === null) return;
    if (!isUrgent && !this.reference.timers.shortMessagesOf.includes(`${subjectType}.${kind}`)) return;
    if (!(await this.areWantedBy(personId))) return;
    const facts = { id: randomUUID(), personId, channel: 'short-message', notificationId } as const;
    const nextTryAt = mailAt ?? createdAt;
    const { id } = this.gate.admit(MailRecord, Object.assign(new Mail(), { ...facts, queuedAt: createdAt, nextTryAt }));
    await this.jobs.promise(SendMail, id, nextTryAt);
  }

  /** By their own word; or because mail came back from their address, or they have none. */
  private async areWantedBy(personId: string): Promise<boolean> {
    const [wish] = await this.database.rows<{ wanted: boolean }>({
      name: 'short-messages-wanted',
      text: `SELECT h.short_messages OR p.email IS NULL OR p.email_bounces > 0 AS wanted FROM person p JOIN mail_hours h ON h.person_id = p.id
             WHERE p.id = $1 AND h.phone IS NOT NULL`,
      values: [personId],
    });
    return wish?.wanted === true;
  }
}
