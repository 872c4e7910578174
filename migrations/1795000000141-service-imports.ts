import { SqlMigration } from '../src/platform/database/migration.ts';

/** Services that others publish: their description is kept whole beside ours, and a package waits, checked, until somebody takes it over. */
export class ServiceImports1795000000141 extends SqlMigration {
  readonly name = 'ServiceImports1795000000141';
  readonly sql = `
    ALTER TABLE service ADD COLUMN source_id uuid, ADD COLUMN source jsonb;
    ALTER TABLE service ADD CONSTRAINT service_source UNIQUE (agency_id, source_id);
    GRANT UPDATE (source_id, source) ON service TO {p_admin};

    CREATE TABLE service_import (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL REFERENCES agency (id),
      receiving_unit_id uuid NOT NULL REFERENCES unit (id),
      format text NOT NULL,
      status text NOT NULL,
      findings jsonb NOT NULL,
      plan jsonb NOT NULL,
      documents jsonb,
      checked_by_id uuid NOT NULL REFERENCES person (id),
      checked_at timestamptz NOT NULL,
      committed_at timestamptz,
      version integer NOT NULL DEFAULT 1
    );
    CREATE INDEX service_import_by_unit ON service_import (receiving_unit_id);
    ALTER TABLE service_import ENABLE ROW LEVEL SECURITY;
    ALTER TABLE service_import FORCE ROW LEVEL SECURITY;
    GRANT SELECT, INSERT, UPDATE (status, plan, documents, committed_at, version) ON service_import TO {p_admin};
    CREATE POLICY kept_by_admin ON service_import TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
  `;
}
