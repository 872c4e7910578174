import { SqlMigration } from '../src/platform/database/migration.ts';

/** A service is given in several places, each with its region, address and hours; what was said of its one place until now is its first. */
export class SitesOfServices1795000000310 extends SqlMigration {
  readonly name = 'SitesOfServices1795000000310';
  readonly sql = `
    ALTER TABLE service ADD COLUMN sites jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(sites) = 'array');
    UPDATE service SET sites = jsonb_build_array(
      jsonb_build_object('name', NULL, 'region', region, 'address', place, 'city', NULL, 'hours', '[]'::jsonb)
    ) WHERE region IS NOT NULL OR place IS NOT NULL;
    ALTER TABLE service DROP COLUMN region, DROP COLUMN place;
    GRANT UPDATE (sites) ON service TO {p_admin};
  `;
}
