import type { Database } from '../../platform/database/database.ts';
import { guest } from '../../platform/guest.ts';
import { currentWork, withinWork } from '../../platform/work.ts';

/**
 * Does something before anybody is signed in, in a transaction of its own that is over when this returns. What the application
 * vouches for stands in the signed context: the database takes no injected statement's word for it.
 */
export function asGuest<T>(database: Database, act: () => Promise<T>, vouchedFor = ''): Promise<T> {
  return withinWork({ id: currentWork().id, actor: { ...guest, vouchedFor }, transaction: null }, async () => {
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
