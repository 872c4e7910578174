import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { keyFor, passwordOf, type Config, type Login } from '../config.ts';
import { personas } from './roles.ts';

const logins: readonly Login[] = ['app_login', 'worker_login', 'queue_login'];

/**
 * Makes the roles the second wall stands on and hands the database its key, both only as far as they are missing.
 * Runs before every migration with the rights of `migrationDatabaseUrl`; running it again changes nothing.
 */
export async function bootstrap(config: Config): Promise<void> {
  const client = new Client({ connectionString: config.migrationDatabaseUrl ?? config.databaseUrl });
  await client.connect();
  try {
    // Roles belong to the whole server: two installations starting at once must not make them twice.
    await client.query("SELECT pg_advisory_lock(hashtext('homeward-bootstrap'))");
    const name = (role: string): string => escapeIdentifier(config.rolePrefix + role);
    for (const role of [...personas, 'definer']) await ensureRole(client, config.rolePrefix + role, 'NOLOGIN NOINHERIT');
    for (const login of logins) {
      await ensureRole(client, config.rolePrefix + login, 'LOGIN NOINHERIT');
      await client.query(`ALTER ROLE ${name(login)} PASSWORD ${escapeLiteral(passwordOf(config, login))}`);
    }
    const all = personas.map(name).join(', ');
    await client.query(`GRANT ${all} TO ${name('app_login')}, ${name('worker_login')}`);
    await client.query(`GRANT ${name('definer')}, ${all} TO CURRENT_USER`);
    for (const login of logins) await setTimeouts(client, name(login));
    const database = escapeIdentifier(new URL(config.databaseUrl).pathname.slice(1));
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${database} TO ${logins.map(name).join(', ')}`);
  } finally {
    await client.end();
  }
}

/** Hands the database the key that signed contexts are checked with; only the definer's functions can read it. */
export async function installContextKey(config: Config): Promise<void> {
  const client = new Client({ connectionString: config.migrationDatabaseUrl ?? config.databaseUrl });
  await client.connect();
  try {
    const { inner, outer } = hmacPads(keyFor(config, 'database-context'));
    await client.query(
      `INSERT INTO ctx.key (kid, inner_pad, outer_pad) VALUES (1, $1, $2)
       ON CONFLICT (kid) DO UPDATE SET inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad`,
      [inner, outer],
    );
  } finally {
    await client.end();
  }
}

/** Lets the clock of a demonstration be moved; in production, and where a demonstration becomes one, nobody may, and times are held to it. */
export async function openDemonstrationClock(config: Config): Promise<void> {
  const client = new Client({ connectionString: config.migrationDatabaseUrl ?? config.databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('homeward-bootstrap'))");
    const guest = escapeIdentifier(`${config.rolePrefix}p_guest`);
    const table = 'SELECT, UPDATE ON platform.demonstration_clock';
    await client.query(config.mode === 'demonstration' ? `GRANT ${table} TO ${guest}` : `REVOKE ${table} FROM ${guest}`);
    await client.query('UPDATE platform.demonstration_clock SET is_real = $1', [config.mode === 'production']);
  } finally {
    await client.end();
  }
}

/** The two key blocks of HMAC-SHA-256 (RFC 2104), so that the database needs no extension to check a signature. */
function hmacPads(key: Buffer): { inner: Buffer; outer: Buffer } {
  const block = Buffer.alloc(64);
  key.copy(block);
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) };
}

async function ensureRole(client: Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(`${verb} ROLE ${escapeIdentifier(role)} ${attributes}`);
}

async function setTimeouts(client: Client, login: string): Promise<void> {
  await client.query(`ALTER ROLE ${login} SET statement_timeout = '15s'`);
  await client.query(`ALTER ROLE ${login} SET lock_timeout = '3s'`);
  await client.query(`ALTER ROLE ${login} SET idle_in_transaction_session_timeout = '10s'`);
}
