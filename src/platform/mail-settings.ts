/** How the mail server is reached, and in whose name mail is sent. */
export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on (`smtps:`), or from `STARTTLS` on. */
  readonly secure: boolean;
  /** Sends nothing over a line that was not made safe. */
  readonly requireTls: boolean;
  readonly user: string | null;
  readonly password: string;
  readonly from: string;
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const address = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

/** Reads `SMTP_URL` and `MAIL_FROM`; null if mail is to stay in the spool. What is wrong with them is added to the mistakes. */
export function readMailSettings(url: string | undefined, from: string | undefined, mistakes: string[]): MailSettings | null {
  if (url === undefined && from === undefined) return null;
  const parsed = URL.canParse(url ?? '') ? new URL(url ?? '') : null;
  if (parsed === null || !['smtp:', 'smtps:'].includes(parsed.protocol) || parsed.hostname === '')
    mistakes.push('SMTP_URL must be the address of a mail server: smtps://name:password@mail.example:465 or smtp://…:587');
  if (from === undefined || !address.test(from)) mistakes.push('MAIL_FROM must be the address that mail comes from: homeward@example.org');
  if (parsed === null || from === undefined) return null;
  const secure = parsed.protocol === 'smtps:';
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: Number(parsed.port || (secure ? 465 : 587)),
    secure,
    requireTls: !secure && !loopback.has(parsed.hostname),
    user: parsed.username === '' ? null : decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    from,
  };
}
