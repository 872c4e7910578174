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
  /** Where mails come back to that reach nobody; null if nobody listens for them. */
  readonly bounces: BounceSettings | null;
}

/** Where mails come back to, and where the worker listens for them. */
export interface BounceSettings {
  /** Each sending of each mail has an address of its own under this name. */
  readonly domain: string;
  readonly listen: { readonly host: string; readonly port: number; readonly lmtp: boolean };
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const name = /^(?=.{1,189}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
const address = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;

type Environment = Readonly<Record<'SMTP_URL' | 'MAIL_FROM' | 'BOUNCE_DOMAIN' | 'BOUNCE_LISTEN', string | undefined>>;

/** Reads `SMTP_URL` and what belongs to it; null if mail is to stay in the spool. What is wrong is added to the mistakes. */
export function readMailSettings({ SMTP_URL: url, MAIL_FROM: from, ...env }: Environment, mistakes: string[]): MailSettings | null {
  const bounces = readBounceSettings(env, mistakes);
  if (bounces !== null && url === undefined) mistakes.push('BOUNCE_DOMAIN needs a mail server: set SMTP_URL and MAIL_FROM too');
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
    bounces,
  };
}

/** Without a domain of their own nobody listens for mails that come back. Compose gives what is not set as empty. */
function readBounceSettings(env: Pick<Environment, 'BOUNCE_DOMAIN' | 'BOUNCE_LISTEN'>, mistakes: string[]): BounceSettings | null {
  const { BOUNCE_DOMAIN: domain = '', BOUNCE_LISTEN: listen = 'smtp://127.0.0.1:2525' } = env;
  if (domain === '') return null;
  if (!name.test(domain))
    mistakes.push('BOUNCE_DOMAIN must be a domain in lower case, for nothing but mails that come back: bounces.example.org');
  const at = URL.canParse(listen) ? new URL(listen) : null;
  if (at === null || !['smtp:', 'lmtp:'].includes(at.protocol) || at.hostname === '' || at.port === '')
    mistakes.push(
      'BOUNCE_LISTEN must say where the mail server hands over what comes back: smtp://127.0.0.1:2525 or lmtp://127.0.0.1:2424',
    );
  if (at === null) return null;
  return { domain, listen: { host: at.hostname.replace(/^\[|\]$/g, ''), port: Number(at.port), lmtp: at.protocol === 'lmtp:' } };
}
