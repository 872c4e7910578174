import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { Events } from '../../platform/events.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { Jobs, JobType } from '../../platform/jobs/jobs.ts';
import { Sweeps } from '../../platform/jobs/sweep.ts';
import { People } from '../identity/index.ts';
import { Letters } from './letter.ts';
import type { Mail } from './mail.entity.ts';
import { MailNotArrived } from './mail.events.ts';
import { MailRecord } from './mail.record.ts';
import { Notification } from './notification.entity.ts';
import { NotificationRecord } from './notification.record.ts';
import { ShortMessageGateway } from './short-message-gateway.ts';
import { PostBox, type Posted } from './post-box.ts';

/** A mail goes out; its subject is the mail. */
export const SendMail = new JobType('send-mail');

/** Sends each mail until it is taken, refused, or too old; whoever it is for, and how they are reached, is looked up when it is sent. */
@Injectable()
export class MailSending {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly people: People,
    private readonly letters: Letters,
    private readonly postBox: PostBox,
    private readonly gateway: ShortMessageGateway,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  @Keeps(SendMail)
  async run(id: string): Promise<void> {
    const mail = await this.gate.take(MailRecord, id, 'send');
    if (mail.status !== 'queued') return;
    const posted = await this.post(mail);
    const now = this.clock.now();
    this.note(mail, posted, now);
    this.database.keep(mail);
    if (mail.status === 'queued') await this.jobs.promise(SendMail, id, mail.nextTryAt);
    else if (mail.status !== 'sent') await this.events.publish(new MailNotArrived(mail, now));
  }

  /** The mails are the truth: one that waits and of which no promise is left is promised anew. */
  @Sweeps()
  async promiseLost(): Promise<void> {
    const text = `SELECT id, next_try_at AS at FROM mail WHERE status = 'queued' AND next_try_at <= $1`;
    await this.jobs.promiseLost(SendMail, { text, values: [this.clock.now()] });
  }

  private async post(mail: Mail): Promise<Posted> {
    const reach = await this.people.reach(mail.personId);
    if (reach === null) return { as: 'refused', fault: 'person-left' };
    if (mail.channel === 'short-message') return this.gateway.post(mail, await this.toldShortly(mail), reach.locale);
    mail.emailNumber = reach.emailNumber;
    return this.postBox.post(this.letters.of(mail, await this.toldIn(mail), reach.email, reach.locale));
  }

  private async toldIn({ id }: Mail): Promise<Notification[]> {
    const text = 'SELECT * FROM notification WHERE mail_id = $1 ORDER BY created_at, id';
    const rows = await this.database.rows<Record<string, unknown>>({ name: 'told-in-mail', text, values: [id] });
    return rows.map((row) => this.database.hydrate(Notification, row));
  }

  private toldShortly({ notificationId }: Mail): Promise<Notification> {
    return this.gate.peek(NotificationRecord, notificationId ?? '');
  }

  private note(mail: Mail, posted: Posted, now: Date): void {
    if (posted.as === 'sent') mail.send(now);
    else if (posted.as === 'refused') mail.refuse(posted.fault, now);
    else mail.putOff(posted.fault, now);
  }
}
