import { SqlMigration } from '../src/platform/database/migration.ts';

/** A try is counted when it begins: a promise that ends its worker every time can be told from one that waits. */
export class CountedTries1795000000017 extends SqlMigration {
  readonly name = 'CountedTries1795000000017';
  readonly sql = `
    -- Set while somebody is at it. Still set when nobody is: whoever was at it ended before they could say how it went.
    ALTER TABLE platform.outbox ADD COLUMN begun_at timestamptz;
    CREATE INDEX outbox_dead ON platform.outbox (id) WHERE state = 'dead';
  `;
}
