import { Client } from 'pg';
import { keyFor, type Config } from '../../src/platform/config.ts';
import { signContext } from '../../src/platform/database/context.ts';
import { system } from '../../src/platform/system.ts';

/** One transaction of whoever migrates, in which the second wall can be gone through as an administrator or stepped back from. */
export class Inside {
  constructor(
    private readonly client: Client,
    private readonly config: Config,
  ) {}

  /** Takes the administrator's persona on, under a context that names the installation itself: policies, guards and the access log hold. */
  async asAdministrator(): Promise<void> {
    const installation = { ...system, role: 'installation', persona: 'p_admin' } as const;
    const context = signContext(installation, keyFor(this.config, 'database-context'), null, Date.now());
    const role = `${this.config.rolePrefix}p_admin`;
    await this.client.query("SELECT set_config('role', $1, true), set_config('app.ctx', $2, true)", [role, context]);
  }

  /** Steps back to whoever migrates. */
  async asMigrator(): Promise<void> {
    await this.client.query("SELECT set_config('role', 'none', true)");
  }

  /** The rows of a statement. */
  async rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.client.query(text, values)).rows as Row[];
  }

  /** Writes a line of the access log. */
  async note(action: string, record: string, id: string): Promise<void> {
    await this.rows("SELECT audit.note('first-admin', $1, $2, $3, '{}', 'done')", [action, record, [id]]);
  }
}

/** Does something inside one transaction, alone: two commands at once wait for each other. */
export async function inside<T>(config: Config, act: (inside: Inside) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: config.migrationDatabaseUrl ?? config.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('homeward-first-administrator'))");
    const result = await act(new Inside(client, config));
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end();
  }
}
