import { SqlMigration } from '../src/platform/database/migration.ts';

/**
 * What an attack on the second wall alone found: a closed package could be opened
 * again by its reader, and some functions believed their arguments instead of the signed context.
 */
export class TightenedWalls1795000000011 extends SqlMigration {
  readonly name = 'TightenedWalls1795000000011';
  readonly sql = `
    REVOKE EXECUTE ON FUNCTION identity.set_password(uuid, text) FROM {p_admin};
    CREATE FUNCTION ctx.require(persona text) RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
    BEGIN IF NOT ctx.is_persona(persona) THEN RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501'; END IF; END $$;
    GRANT EXECUTE ON FUNCTION ctx.require(text) TO {definer};
    CREATE OR REPLACE FUNCTION identity.invite(who uuid, hash bytea) RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE until timestamptz;
    BEGIN
      PERFORM ctx.require('admin');
      INSERT INTO identity.invitation AS i (person_id, token_hash) VALUES (who, hash)
        ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, ends_at = now() + interval '72 hours'
        RETURNING i.ends_at INTO until;
      RETURN until;
    END $$;
    -- what accept_invitation calls stays unguarded under another name; the administrator's lever is guarded
    ALTER FUNCTION identity.end_sessions_of(uuid) RENAME TO sessions_ended;
    REVOKE EXECUTE ON FUNCTION identity.sessions_ended(uuid) FROM {p_admin};
    CREATE FUNCTION identity.end_sessions_of(who uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN PERFORM ctx.require('admin'); PERFORM identity.sessions_ended(who); END $$;
    ALTER FUNCTION identity.end_sessions_of(uuid) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION identity.end_sessions_of(uuid) TO {p_admin};
    CREATE OR REPLACE FUNCTION platform.recall(actor uuid, k text, r text, h bytea) RETURNS TABLE (same boolean, status smallint, resource_id uuid)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF actor::text IS DISTINCT FROM (ctx.claims())[4] THEN RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501'; END IF;
      INSERT INTO platform.idempotency (actor_id, key, route, body_hash) VALUES (actor, k, r, h) ON CONFLICT DO NOTHING;
      IF FOUND THEN RETURN; END IF;
      RETURN QUERY SELECT i.route = r AND i.body_hash = h, i.status, i.resource_id FROM platform.idempotency i WHERE i.actor_id = actor AND i.key = k;
    END $$;
    CREATE OR REPLACE FUNCTION platform.remember(actor uuid, k text, s smallint, resource uuid) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF actor::text IS DISTINCT FROM (ctx.claims())[4] THEN RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501'; END IF;
      UPDATE platform.idempotency SET status = s, resource_id = resource WHERE actor_id = actor AND key = k;
    END $$;
    -- a package is open to its recipient only once accepted
    CREATE OR REPLACE FUNCTION referral_package_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT r.to_unit_id, r.package_open AND r.status IN ('accepted', 'in_progress', 'on_hold', 'completed', 'failed'),
             r.worker_id, r.unit_id, r.supervisor_unit_id, r.specialist_unit_id, r.sealed
        INTO NEW.to_unit_id, NEW.open, NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.referral r WHERE r.id = NEW.referral_id;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE FUNCTION referral_package_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_package SET to_unit_id = NEW.to_unit_id,
        open = NEW.package_open AND NEW.status IN ('accepted', 'in_progress', 'on_hold', 'completed', 'failed') WHERE referral_id = NEW.id;
      RETURN NULL;
    END $$;
    DROP TRIGGER referral_package_follows ON referral;
    CREATE TRIGGER referral_package_follows AFTER UPDATE OF package_open, status, to_unit_id ON referral
      FOR EACH ROW WHEN ((OLD.package_open, OLD.status, OLD.to_unit_id) IS DISTINCT FROM (NEW.package_open, NEW.status, NEW.to_unit_id))
      EXECUTE FUNCTION referral_package_followed();
    -- Whoever receives opens a package by accepting, once, and never a closed one again.
    CREATE FUNCTION guard_referral() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      IF NEW.package_open AND NOT OLD.package_open AND NOT (OLD.status = 'sent' AND NEW.status = 'accepted')
        AND (ctx.is_persona('partner') OR ctx.is_persona('ministry')) THEN
        RAISE EXCEPTION 'a closed package stays closed' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER referral_is_guarded BEFORE UPDATE ON referral FOR EACH ROW EXECUTE FUNCTION guard_referral();
    CREATE OR REPLACE FUNCTION identity.accept_invitation(hash bytea, chosen text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
        DECLARE who uuid;
        BEGIN
          DELETE FROM identity.invitation i USING public.person p
            WHERE i.token_hash = hash AND i.ends_at > now() AND p.id = i.person_id AND p.active RETURNING i.person_id INTO who;
          IF NOT FOUND THEN RETURN NULL; END IF;
          PERFORM identity.set_password(who, chosen), identity.sessions_ended(who);
          DELETE FROM identity.throttle t USING public.person p WHERE p.id = who AND t.login_hash = sha256(convert_to(p.login, 'UTF8'));
          RETURN who;
        END $$;
  `;
}
