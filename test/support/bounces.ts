import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { BounceDoor } from '../../src/modules/notifications/index.ts';
import type { MailSettings } from '../../src/platform/mail-settings.ts';
import type { House } from './app.ts';
import type { MailHost } from './mail-host.ts';

/** The settings of a mail server to which somebody listens for what comes back. */
export function withBounces(host: MailHost): MailSettings {
  return { ...host.settings, bounces: { domain: 'bounces.house.example', listen: { host: '127.0.0.1', port: 0, lmtp: false } } };
}

/** Opens the door for what comes back to a house; returns its port. */
export async function openDoor(house: House): Promise<number> {
  return (await house.app.get(BounceDoor, { strict: false }).open())!;
}

interface Handed {
  readonly from?: string;
  readonly to: string | readonly string[];
  readonly raw?: string | Buffer;
  readonly lmtp?: boolean;
}

/** Hands a mail over to a port, as a mail server does; returns what is answered: 250, or the code of the refusal. */
export async function handOver(port: number, { from = '', to, raw = aReport(), lmtp = false }: Handed): Promise<number> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port, lmtp, ignoreTLS: true });
  const broken = new Promise<never>((_resolve, reject) => void connection.on('error', reject));
  broken.catch(() => undefined);
  const talk = async (): Promise<number> => {
    await new Promise<void>((resolve) => connection.connect(() => resolve()));
    return new Promise((resolve) => {
      connection.send({ from: from === '' ? false : from, to: [to].flat() }, raw, (error) =>
        resolve(error === null ? 250 : error.responseCode!),
      );
    });
  };
  try {
    return await Promise.race([talk(), broken]);
  } finally {
    connection.close();
  }
}

/** A delivery status notification (RFC 3464), with all that such a thing says of people. */
export function aReport(fields = 'Action: failed\r\nStatus: 5.1.1 (no such user: amber)\r\n', type = 'message/delivery-status'): string {
  return [
    'From: MAILER-DAEMON@partner.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/plain',
    '',
    'Action: failed',
    'Status: 5.0.0',
    'I am sorry to have to tell you that amber@partner.example left.',
    '--edge',
    `Content-Type: ${type}`,
    '',
    'Reporting-MTA: dns; mail.partner.example',
    '',
    'Final-Recipient: rfc822; amber@partner.example',
    fields,
    'Diagnostic-Code: smtp; 550 amber is unknown',
    '',
    '--edge',
    'Content-Type: text/rfc822-headers',
    '',
    'Subject: A referral has come to your unit',
    '',
    '--edge--',
    '',
  ].join('\r\n');
}
