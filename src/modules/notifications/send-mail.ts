import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Keeps } from '../../platform/jobs/handlers.ts';
import { JobType } from '../../platform/jobs/jobs.ts';
import { Words } from '../../platform/words.ts';
import { NotificationRecord } from './notification.record.ts';

/** A notification goes out as mail; its subject is the notification. */
export const SendMail = new JobType('send-mail');

/** Where records stand whose place is not their name in the plural. */
const places: Readonly<Record<string, string>> = { agency: 'agencies' };

/** Lays the mail into the spool, one file for each notification: laid down twice, it is still one mail. */
@Injectable()
export class MailSpool {
  constructor(
    private readonly gate: Gate,
    private readonly words: Words,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Keeps(SendMail)
  async run(notificationId: string): Promise<void> {
    const { id, personId, kind, dueOn, count, subjectType, subjectId } = await this.gate.peek(NotificationRecord, notificationId);
    const link = `${this.config.publicUrl}/${places[subjectType] ?? `${subjectType}s`}/${subjectId}`;
    const mail = {
      id,
      to: personId,
      subject: this.words.say(`mail.${subjectType}.${kind}.subject`),
      text: this.words.say(`mail.${subjectType}.${kind}.text`, { dueOn, count, link }),
    };
    const folder = join(this.config.dataDir, 'mail');
    await mkdir(folder, { recursive: true });
    // Written aside and moved into place: whoever reads the spool sees whole mails only.
    await writeFile(join(folder, `.${id}`), JSON.stringify(mail, null, 2));
    await rename(join(folder, `.${id}`), join(folder, `${id}.json`));
  }
}
