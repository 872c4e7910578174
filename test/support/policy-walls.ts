import type { Client } from 'pg';
import { keyFor, type Config } from '../../src/platform/config.ts';
import { signContext, type Actor } from '../../src/platform/database/context.ts';
import { actor } from './policy-cast.ts';

/** A genuine context for an actor, as the running system signs it. */
export function genuine(config: Config, actor: Actor, at = Date.now()): string {
  return signContext(actor, keyFor(config, 'database-context'), null, at);
}

/** Runs `act` under a persona of the database with some context, then returns to the login. */
export async function under<T>(client: Client, role: string, context: string, act: () => Promise<T>): Promise<T> {
  const { rows } = await client.query<{ before: string | null }>(
    "SELECT current_setting('app.ctx', true) AS before, set_config('role', $1, true), set_config('app.ctx', $2, true)",
    [role, context],
  );
  const result = await act();
  await client.query("SELECT set_config('role', 'none', true), set_config('app.ctx', $1, true)", [rows[0]?.before ?? '']);
  return result;
}

/** The auditor's view shows its rows in an auditor's context alone, to whoever stands above the walls too. For the transaction under way. */
export async function lookAtTheLog(client: Client, config: Config): Promise<void> {
  await client.query("SELECT set_config('app.ctx', $1, true)", [genuine(config, actor('p_auditor'))]);
}

/** What came of a statement that may be refused: its rows, or the code of the refusal. The transaction goes on either way. */
export async function attempt<Row>(
  client: Client,
  text: string,
  values: unknown[] = [],
): Promise<{ rows: Row[]; count: number; refused: string | null }> {
  await client.query('SAVEPOINT attempt');
  try {
    const { rows, rowCount } = await client.query(text, values);
    await client.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt');
    return { rows: rows as Row[], count: rowCount ?? 0, refused: null };
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt');
    return { rows: [], count: 0, refused: (error as { code?: string }).code ?? 'fault' };
  }
}
