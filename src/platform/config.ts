import { createHash, hkdfSync } from 'node:crypto';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { readShortMessageSettings, type ShortMessageSettings } from './short-message-settings.ts';
import { readMailSettings, type MailSettings } from './mail-settings.ts';

/** How the system is run: to be shown with synthetic people, for real people, or under test. */
export type Mode = 'demonstration' | 'production' | 'test';

/** Everything that may differ between two installations, read once at boot. */
export interface Config {
  readonly mode: Mode;
  readonly host: string;
  readonly port: number;
  /** The address people use; cookies need it to be a secure origin. */
  readonly publicUrl: string;
  /** The proxies, by address or network, whose word is taken for where a request came from. */
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  /** Server, port and database; the credentials in it are replaced by those of each login. */
  readonly databaseUrl: string;
  /** Who may create roles and tables; only the migration step holds it. */
  readonly migrationDatabaseUrl: string | null;
  readonly redisUrl: string | null;
  /** The mail server; null if mails stay in the spool. */
  readonly mail: MailSettings | null;
  /** The gateway for short messages; null if nobody is sent any. */
  readonly shortMessages: ShortMessageSettings | null;
  /** Whether webhooks may lead to this machine: for trying them out, never in production. */
  readonly webhooksToLoopback: boolean;
  /** Put before every database role, so that several installations share a server. */
  readonly rolePrefix: string;
  readonly logLevel: string;
  /** Where on this machine the worker says whether it works; null if nobody asks. */
  readonly workerHealthPort: number | null;
  /** How many requests a minute one account may make of one API process; ten times as many come from one address. */
  readonly requestsPerMinute: number;
  /** The installation's secret; keys are derived from it by purpose and never used twice. */
  readonly secret: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const modes: readonly Mode[] = ['demonstration', 'production', 'test'];
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Reads the configuration, or refuses to start with every mistake named at once. */
export function readConfig(env: Environment = process.env): Config {
  const mistakes: string[] = [];
  const mode = (env.HOMEWARD_MODE ?? (env.NODE_ENV === 'production' ? 'production' : 'demonstration')) as Mode;
  if (!modes.includes(mode)) mistakes.push(`HOMEWARD_MODE must be one of ${modes.join(', ')}`);

  const host = env.HOST ?? '127.0.0.1';
  const port = Number(env.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65535) mistakes.push('PORT must be a number from 0 to 65535');

  const publicUrl = env.PUBLIC_URL ?? (loopback.has(host) ? `http://localhost:${port}` : null);
  if (publicUrl === null) mistakes.push(`HOST is ${host}: set PUBLIC_URL=https://… too, because session cookies need a secure address`);
  else if (!/^https:\/\/|^http:\/\/localhost(:\d+)?\/?$/.test(publicUrl)) mistakes.push('PUBLIC_URL must start with https://');

  const trustedProxies = (env.TRUST_PROXY ?? '').split(',').flatMap((each) => each.trim() || []);
  if (!trustedProxies.every(isPlace))
    mistakes.push('TRUST_PROXY must be the addresses or networks of the proxies in front: 192.0.2.7,10.0.0.0/8');

  const secret = env.HOMEWARD_SECRET ?? '';
  if (secret.length < 32) mistakes.push('HOMEWARD_SECRET must be at least 32 random characters');
  const databaseUrl = env.DATABASE_URL ?? '';
  if (!URL.canParse(databaseUrl)) mistakes.push('DATABASE_URL must be the address of a PostgreSQL database (npm start sets it)');
  const rolePrefix = env.DATABASE_ROLE_PREFIX ?? 'homeward_';
  if (!/^[a-z][a-z0-9_]{0,20}$/.test(rolePrefix)) mistakes.push('DATABASE_ROLE_PREFIX must be lower-case letters, digits and _');
  const webhooksToLoopback = env.WEBHOOKS_TO_LOOPBACK === 'true';
  if (webhooksToLoopback && mode === 'production')
    mistakes.push('WEBHOOKS_TO_LOOPBACK is for trying things out: production calls nobody on its own machine');
  const requestsPerMinute = Number(env.REQUESTS_PER_MINUTE ?? '600');
  if (!Number.isInteger(requestsPerMinute) || requestsPerMinute < 1) mistakes.push('REQUESTS_PER_MINUTE must be a whole number, 1 or more');
  const workerHealthPort = env.WORKER_HEALTH_PORT === undefined ? null : Number(env.WORKER_HEALTH_PORT);
  if (workerHealthPort !== null && !(Number.isInteger(workerHealthPort) && workerHealthPort >= 0 && workerHealthPort <= 65535))
    mistakes.push('WORKER_HEALTH_PORT must be a number from 0 to 65535');
  const mail = readMailSettings(
    { SMTP_URL: env.SMTP_URL, MAIL_FROM: env.MAIL_FROM, BOUNCE_DOMAIN: env.BOUNCE_DOMAIN, BOUNCE_LISTEN: env.BOUNCE_LISTEN },
    mistakes,
  );
  const shortMessages = readShortMessageSettings(env.SMS_URL ?? '', env.SMS_TOKEN ?? '', mistakes);

  if (mistakes.length > 0) throw new Error(`The configuration is not complete:\n- ${mistakes.join('\n- ')}`);
  return {
    mode,
    host,
    port,
    publicUrl: publicUrl ?? '',
    trustedProxies,
    dataDir: resolve(env.DATA_DIR ?? '.data'),
    databaseUrl,
    migrationDatabaseUrl: env.MIGRATION_DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    mail,
    shortMessages,
    workerHealthPort,
    requestsPerMinute,
    webhooksToLoopback,
    rolePrefix,
    logLevel: env.LOG_LEVEL ?? 'info',
    secret,
  };
}

/** Whether this is an address or a network. Everybody is none: whoever is trusted may write where a request came from. */
function isPlace(text: string): boolean {
  const [address = '', width, ...more] = text.split('/');
  const family = isIP(address);
  const widest = family === 4 ? 32 : 128;
  return family > 0 && more.length === 0 && (width === undefined || (/^[1-9]\d{0,2}$/.test(width) && Number(width) <= widest));
}

/** A key of 32 bytes for one purpose; knowing one says nothing about another (RFC 5869). */
export function keyFor(config: Pick<Config, 'secret'>, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', config.secret, 'homeward', purpose, 32));
}

/** The logins of the running system, each with only its own rights (`app` serves people, `worker` runs promised work, `queue` is BullMQ's). */
export type Login = 'app_login' | 'worker_login' | 'queue_login';

/** The address with which one login reaches the database; its password follows from the secret. */
export function urlFor(config: Pick<Config, 'secret' | 'databaseUrl' | 'rolePrefix'>, login: Login): string {
  const url = new URL(config.databaseUrl);
  url.username = config.rolePrefix + login;
  url.password = passwordOf(config, login);
  return url.href;
}

/** The password of one login. */
export function passwordOf(config: Pick<Config, 'secret'>, login: Login): string {
  return createHash('sha256')
    .update(keyFor(config, `database-login:${login}`))
    .digest('base64url');
}

/** The token under which the configuration is injected. */
export const CONFIG = Symbol('config');
