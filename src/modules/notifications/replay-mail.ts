import { Injectable } from '@nestjs/common';
import { Gate } from '../../access/gate.ts';
import { Clock } from '../../kernel/clock.ts';
import type { Answer } from '../../platform/answer.ts';
import { Database } from '../../platform/database/database.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { MailRecord } from './mail.record.ts';
import { SendMail } from './send-mail.ts';

/** An administrator who has mended the cause has a mail tried again that did not reach its person. */
@Injectable()
export class ReplayMail {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async run(id: string): Promise<Answer> {
    const mail = await this.gate.take(MailRecord, id, 'replay');
    mail.replay(this.clock.now());
    this.database.keep(mail);
    await this.jobs.promise(SendMail, id, mail.nextTryAt);
    return this.gate.show(MailRecord, id);
  }
}
