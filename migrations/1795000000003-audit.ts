import { SqlMigration } from '../src/platform/database/migration.ts';

/** The access log: who looked at what, who changed what, who was refused. It holds ids and groups, never a value. */
export class Audit1795000000003 extends SqlMigration {
  readonly name = 'Audit1795000000003';
  readonly sql = `
    CREATE SCHEMA audit;
    GRANT USAGE ON SCHEMA audit TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
      {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {p_guest}, {definer};

    CREATE TABLE audit.event (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      at timestamptz NOT NULL DEFAULT clock_timestamp(),
      actor_id uuid,
      actor_role text,
      unit_id uuid,
      on_behalf_of uuid,
      request_id text,
      action text NOT NULL,
      record text,
      record_ids uuid[] NOT NULL DEFAULT '{}',
      groups text[] NOT NULL DEFAULT '{}',
      result text NOT NULL
    );
    CREATE INDEX event_by_record ON audit.event USING gin (record_ids);
    CREATE INDEX event_by_actor ON audit.event (actor_id, at);
    ALTER TABLE audit.event ENABLE ROW LEVEL SECURITY;
    ALTER TABLE audit.event FORCE ROW LEVEL SECURITY;
    CREATE POLICY written_by_function ON audit.event FOR INSERT TO {definer} WITH CHECK (true);
    GRANT INSERT ON audit.event TO {definer};

    CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      RAISE EXCEPTION 'the access log is only ever added to';
    END $$;
    CREATE TRIGGER event_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.event
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

    -- The actor comes from the signed context alone. Returns true so that a query can carry it along.
    CREATE FUNCTION audit.note(request text, action text, record text, ids uuid[], field_groups text[], result text) RETURNS boolean
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      INSERT INTO audit.event (actor_id, actor_role, unit_id, on_behalf_of, request_id, action, record, record_ids, groups, result)
      VALUES (nullif(claims[4], '')::uuid, claims[3], nullif(claims[5], '')::uuid, nullif(claims[7], '')::uuid,
              request, action, record, ids, field_groups, result);
      RETURN true;
    END $$;
    ALTER FUNCTION audit.note(text, text, text, uuid[], text[], text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION audit.note(text, text, text, uuid[], text[], text)
      TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
         {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {p_guest};
  `;
}
