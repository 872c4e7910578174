import { Client } from 'pg';
import { urlFor } from '../../src/platform/config.ts';
import type { Persona } from '../../src/platform/database/roles.ts';
import type { House } from './app.ts';
import { attempt, genuine, under } from './policy-walls.ts';
import type { Someone } from './world.ts';

/** What a statement gives under somebody's persona, with a genuine context and without the first wall; whatever it did is undone. */
export async function rawly(
  house: House,
  { id, unitId, agencyId }: Someone,
  [role, persona]: readonly [string, Persona],
  text: string,
  values: unknown[] = [],
): Promise<{ rows: Record<string, unknown>[]; count: number; refused: string | null }> {
  const client = new Client({ connectionString: urlFor(house.config, 'app_login') });
  await client.connect();
  try {
    await client.query('BEGIN');
    const context = genuine(house.config, { id, role, persona, unitId, agencyId, sessionHash: null });
    return await under(client, house.config.rolePrefix + persona, context, () => attempt(client, text, values));
  } finally {
    await client.end();
  }
}
