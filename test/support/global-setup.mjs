// Before the first test: a database server for all of them, unless "npm test" has started one already.
import { startTemporaryDatabase } from '../../scripts/temporary-database.mjs';

export default async function setUp() {
  if (process.env.TEST_DATABASE_URL) return;
  const database = await startTemporaryDatabase();
  process.env.TEST_DATABASE_URL = database.url;
  globalThis.temporaryDatabase = database;
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => database.stop().finally(() => process.exit(1)));
}
