import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { Mail } from './mail.entity.ts';
import { MailRecord } from './mail.record.ts';
import { SendMail } from './send-mail.ts';

/** The hour of a notification's mail has come; its subject is the notification. */
export const GatherMail = new JobType('gather-mail');

/** Puts everything of a person whose hour has come into one mail. Which notification goes out in which mail is settled before it is sent, once. */
@Injectable()
export class GatheringMail {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @Keeps(GatherMail)
  async run(notificationId: string): Promise<void> {
    const now = this.clock.now();
    const due = await this.database.rows<{ id: string; person_id: string }>({
      name: 'mail-due-with',
      text: `SELECT n.id, n.person_id FROM notification n, notification this WHERE this.id = $1 AND n.person_id = this.person_id
             AND n.mail_id IS NULL AND n.mail_at <= $2 ORDER BY n.created_at, n.id FOR UPDATE OF n`,
      values: [notificationId, now],
    });
    const [first] = due;
    // It went out with another, or its hour was put off.
    if (first === undefined || !due.some(({ id }) => id === notificationId)) return;
    await this.database.send({
      name: 'gather-mail',
      text: 'UPDATE notification SET mail_id = $1, version = version + 1 WHERE id = ANY ($2::uuid[])',
      values: [first.id, due.map(({ id }) => id)],
    });
    await this.admit(first.id, first.person_id, now);
  }

  /** The notifications are the truth: one whose hour has come, that is in no mail and of which no promise is left, is promised anew. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = 'SELECT id, mail_at AS at FROM notification WHERE mail_id IS NULL AND mail_at <= $1';
    await this.jobs.promiseLost(GatherMail, { text, values: [this.clock.now()] });
  }

  /** The mail bears the id of its first line. */
  private async admit(id: string, personId: string, now: Date): Promise<void> {
    this.gate.admit(MailRecord, Object.assign(new Mail(), { id, personId, queuedAt: now, nextTryAt: now }));
    await this.jobs.promise(SendMail, id, now);
  }
}
