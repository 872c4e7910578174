import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { system } from '../system.ts';
import { withinWork } from '../work.ts';

/** Does a piece of work by the clock, for nobody in particular, in a transaction of its own. */
export function asSystem<T>(database: Database, act: () => Promise<T>): Promise<T> {
  return withinWork({ id: randomUUID(), actor: system, transaction: null }, async () => {
    try {
      const result = await act();
      await database.finish();
      return result;
    } catch (error) {
      await database.undo();
      throw error;
    }
  });
}
