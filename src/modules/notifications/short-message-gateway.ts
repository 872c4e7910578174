import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { gatewayCaller } from '../../platform/short-message-settings.ts';
import type { Called } from '../../platform/webhooks/call.ts';
import { Letters } from './letter.ts';
import type { Mail } from './mail.entity.ts';
import type { Notification } from './notification.entity.ts';
import type { Posted } from './post-box.ts';

/** A gateway that knows us no more is asked again like one that is away: somebody mends it. */
const became: Readonly<Record<Called, Posted>> = {
  taken: { as: 'sent' },
  gone: { as: 'refused', fault: 'recipient-refused' },
  refused: { as: 'put-off', fault: 'server-refused' },
  broken: { as: 'put-off', fault: 'server-refused' },
  redirects: { as: 'put-off', fault: 'server-refused' },
  'no-answer': { as: 'put-off', fault: 'server-away' },
  unreachable: { as: 'put-off', fault: 'server-away' },
  // Its name leads to an address that is never called: the operator sees that from the fault.
  'not-allowed': { as: 'put-off', fault: 'not-allowed' },
};

/** Hands short messages to a gateway: that there is something, by when, and where; the same id however often one is tried. */
@Injectable()
export class ShortMessageGateway {
  constructor(
    private readonly database: Database,
    private readonly letters: Letters,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The number is looked up now: whoever has taken it back gets nothing any more. */
  async post({ id, personId }: Mail, told: Notification, locale: string): Promise<Posted> {
    const gateway = this.config.shortMessages;
    if (gateway === null) return { as: 'put-off', fault: 'server-away' };
    const to = await this.numberOf(personId);
    if (to === null) return { as: 'refused', fault: 'no-address' };
    const body = JSON.stringify({ id, to, text: this.letters.short(told, locale) });
    return became[await gatewayCaller.call({ id, url: gateway.url, token: gateway.token, body, secrets: [] })];
  }

  private async numberOf(personId: string): Promise<string | null> {
    const [wish] = await this.database.rows<{ phone: string }>({
      name: 'phone-of',
      text: 'SELECT phone FROM mail_hours WHERE person_id = $1 AND phone IS NOT NULL',
      values: [personId],
    });
    return wish?.phone ?? null;
  }
}
