import type { Database } from '../../platform/database/database.ts';
import { guest } from '../../platform/guest.ts';
import { currentWork, withinWork } from '../../platform/work.ts';

/** Does something before anybody is signed in, in a transaction of its own that is over when this returns. */
export function asGuest<T>(database: Database, act: () => Promise<T>): Promise<T> {
  return withinWork({ id: currentWork().id, actor: guest, transaction: null }, async () => {
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
