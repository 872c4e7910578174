import { SqlMigration } from '../src/platform/database/migration.ts';

/** When the agency of a service was told that nobody has confirmed it for too long: once, until it is confirmed and grows old anew. */
export class ToldStale1795000000245 extends SqlMigration {
  readonly name = 'ToldStale1795000000245';
  readonly sql = `
    ALTER TABLE service ADD COLUMN stale_told_at timestamptz;
    GRANT UPDATE (stale_told_at) ON service TO {p_system};
    CREATE INDEX service_by_confirmation ON service (verified_at NULLS FIRST) WHERE status = 'active' AND service_type IS NOT NULL;
  `;
}
