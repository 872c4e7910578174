import { Injectable } from '@nestjs/common';
import { Gate } from '../../../access/gate.ts';
import { Clock } from '../../../kernel/clock.ts';
import { Database } from '../../../platform/database/database.ts';
import { Events } from '../../../platform/events.ts';
import { asSystem } from '../../../platform/jobs/as-system.ts';
import { MailNotArrived } from '../mail.events.ts';
import { MailRecord } from '../mail.record.ts';
import type { DeliveryReport } from './delivery-report.ts';
import type { Sending } from './return-addresses.ts';

/** Notes on a mail what came back of it. Heard twice it is one piece of news, and of an earlier sending it is none. */
@Injectable()
export class HearBounce {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  run(sending: Sending, report: DeliveryReport): Promise<void> {
    return asSystem(this.database, () => this.hear(sending, report));
  }

  private async hear({ mailId, replays }: Sending, { says, status }: DeliveryReport): Promise<void> {
    // It was ours, and is kept no more: there is nothing to note it on.
    if (!(await this.isKept(mailId))) return;
    const mail = await this.gate.take(MailRecord, mailId, says === 'failed' ? 'bounce' : 'delay');
    // It bounced before; or it is being sent again, and what comes back of that is still to come.
    if (mail.status !== 'sent' || mail.replays !== replays) return;
    const now = this.clock.now();
    if (says === 'failed') mail.bounce(status, now);
    else mail.delay(status, now);
    this.database.keep(mail);
    if (says === 'failed') await this.events.publish(new MailNotArrived(mail, now));
  }

  private async isKept(mailId: string): Promise<boolean> {
    const sql = { name: 'is-mail-kept', text: 'SELECT 1 FROM mail WHERE id = $1', values: [mailId] };
    return (await this.database.rows(sql)).length > 0;
  }
}
