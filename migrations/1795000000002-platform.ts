import { SqlMigration } from '../src/platform/database/migration.ts';

/** What every room stands on: repeated requests are recognised, promises of work are kept, the demonstration's clock can be moved. */
export class Platform1795000000002 extends SqlMigration {
  readonly name = 'Platform1795000000002';
  readonly sql = `
    CREATE SCHEMA platform;
    GRANT USAGE ON SCHEMA platform TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
      {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {p_guest}, {definer};

    -- A key is remembered with what it led to, never with the body itself (ADR 0009). Kept for 7 days.
    CREATE TABLE platform.idempotency (
      actor_id uuid NOT NULL,
      key text NOT NULL CHECK (length(key) BETWEEN 8 AND 128),
      route text NOT NULL,
      body_hash bytea NOT NULL,
      status smallint,
      resource_id uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (actor_id, key)
    );
    CREATE INDEX idempotency_age ON platform.idempotency (created_at);
    GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency TO {definer};

    -- First use of a key: NULL. Later: what it led to. Two at once: the second waits here for the first to commit or roll back.
    CREATE FUNCTION platform.recall(actor uuid, k text, r text, h bytea)
      RETURNS TABLE (same boolean, status smallint, resource_id uuid)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      INSERT INTO platform.idempotency (actor_id, key, route, body_hash) VALUES (actor, k, r, h) ON CONFLICT DO NOTHING;
      IF FOUND THEN RETURN; END IF;
      RETURN QUERY SELECT i.route = r AND i.body_hash = h, i.status, i.resource_id
        FROM platform.idempotency i WHERE i.actor_id = actor AND i.key = k;
    END $$;
    ALTER FUNCTION platform.recall(uuid, text, text, bytea) OWNER TO {definer};

    CREATE FUNCTION platform.remember(actor uuid, k text, s smallint, resource uuid) RETURNS void
      LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      UPDATE platform.idempotency SET status = s, resource_id = resource WHERE actor_id = actor AND key = k;
    $$;
    ALTER FUNCTION platform.remember(uuid, text, smallint, uuid) OWNER TO {definer};

    -- Demonstration and test only: how far the business clock stands from the real one.
    CREATE TABLE platform.demonstration_clock (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      ahead interval NOT NULL DEFAULT '0'
    );
    INSERT INTO platform.demonstration_clock DEFAULT VALUES;
    GRANT SELECT, UPDATE ON platform.demonstration_clock TO {p_guest}, {p_system};

    GRANT EXECUTE ON FUNCTION platform.recall(uuid, text, text, bytea), platform.remember(uuid, text, smallint, uuid)
      TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
         {p_auditor}, {p_admin}, {p_privacy}, {p_system};
  `;
}
