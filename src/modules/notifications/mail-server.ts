import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection, { type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { Clock } from '../../kernel/clock.ts';
import type { MailSettings } from '../../platform/mail-settings.ts';
import type { ReturnAddresses } from './bounces/return-addresses.ts';
import type { Letter } from './letter.ts';
import { PostBox, type Posted } from './post-box.ts';

/** Shorter than a transaction may stand idle. */
const patienceMilliseconds = 8_000;
const restMilliseconds = 30_000;

interface Refusal {
  readonly responseCode?: number;
  readonly command?: string;
}

/**
 * Hands letters to a mail server. One that is away, or hangs, is left alone for a while: the letters wait, and whoever else has
 * promises to keep does not wait with them.
 */
export class MailServer extends PostBox {
  private restsUntil: number | null = null;

  constructor(
    private readonly settings: MailSettings,
    private readonly host: string,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly returns: ReturnAddresses | null = null,
    private readonly patience = patienceMilliseconds,
  ) {
    super();
  }

  override async post(letter: Letter): Promise<Posted> {
    if (letter.email === null) return { as: 'refused', fault: 'no-address' };
    const now = this.clock.now().getTime();
    if (this.restsUntil !== null && now < this.restsUntil && this.restsUntil - now <= restMilliseconds)
      return { as: 'put-off', fault: 'server-away' };
    // The first who looks after it again looks for all.
    if (this.restsUntil !== null) this.restsUntil = now + restMilliseconds;
    try {
      await this.deliver(this.envelopeOf(letter, letter.email), await composed(letter, this.settings.from, this.host));
      this.restsUntil = null;
      return { as: 'sent' };
    } catch (error) {
      return this.judge(error as Refusal);
    }
  }

  /** What the server says of this letter is about the letter; everything else is about the server. */
  private judge({ responseCode = 0, command = '' }: Refusal): Posted {
    if (responseCode > 0) this.restsUntil = null;
    if (responseCode >= 500 && command === 'RCPT TO') return { as: 'refused', fault: 'recipient-refused' };
    if (responseCode >= 500 && command === 'DATA') return { as: 'refused', fault: 'message-refused' };
    if (responseCode > 0) return { as: 'put-off', fault: 'server-refused' };
    this.restsUntil = this.clock.now().getTime() + restMilliseconds;
    return { as: 'put-off', fault: 'server-away' };
  }

  /** A server that can is asked to report with the headers alone. `Return-Path` is for the last server to write, from this. */
  private envelopeOf({ id: mailId, replays }: Letter, to: string): SMTPEnvelope {
    if (this.returns === null) return { from: this.settings.from, to: [to] };
    const from = this.returns.of({ mailId, replays }, this.clock.now());
    return { from, to: [to], dsn: { return: 'headers', notify: ['FAILURE', 'DELAY'] } };
  }

  /** One conversation, over in time whatever the server does. */
  private async deliver(envelope: SMTPEnvelope, message: Buffer): Promise<void> {
    const { host, port, secure, requireTls, user, password } = this.settings;
    const connection = new SMTPConnection({ host, port, secure, requireTLS: requireTls, socketTimeout: this.patience });
    const { promise: broken, reject } = Promise.withResolvers<never>();
    connection.on('error', reject);
    const timer = setTimeout(() => reject(new Error('The mail server does not answer.')), this.patience);
    const talk = async (): Promise<void> => {
      await step((done) => connection.connect(done));
      if (user !== null) await step((done) => connection.login({ credentials: { user, pass: password } }, done));
      await step((done) => connection.send(envelope, message, done));
      connection.quit();
    };
    try {
      await Promise.race([talk(), broken]);
    } finally {
      clearTimeout(timer);
      connection.close();
    }
  }
}

function step(act: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => act((error) => (error == null ? resolve() : reject(error))));
}

/** The id stays the same from try to try, so that a letter that was taken twice is known as one. */
async function composed({ id, email, language, subject, text }: Letter, from: string, host: string): Promise<Buffer> {
  const headers = { 'Auto-Submitted': 'auto-generated', 'Content-Language': language };
  const mail = {
    from,
    to: email ?? '',
    subject,
    text,
    messageId: `<${id}@${host}>`,
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return new MailComposer(mail).compile().build();
}
