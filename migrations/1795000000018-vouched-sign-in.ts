import { SqlMigration } from '../src/platform/database/migration.ts';

/**
 * What a statement injected before anybody is signed in, or as an auditor, could still do: take a password's hash and open a session
 * with it, move the clock, read whose cases the access log is about. Who may sign in is now vouched for in the signed context.
 */
export class VouchedSignIn1795000000018 extends SqlMigration {
  readonly name = 'VouchedSignIn1795000000018';
  readonly sql = `
    -- The application vouches for the login that is being tried: an injected statement gets no hash, and slows nobody down.
    CREATE OR REPLACE FUNCTION identity.sign_in_facts(wanted text) RETURNS TABLE (wait_seconds integer, person_id uuid, password_hash text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims text[] := ctx.claims();
      key bytea := sha256(convert_to(wanted, 'UTF8'));
      seen identity.throttle;
      n integer;
    BEGIN
      IF (claims[2], claims[7]) IS DISTINCT FROM ('guest', encode(key, 'hex')) THEN
        RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501';
      END IF;
      INSERT INTO identity.throttle (login_hash) VALUES (key) ON CONFLICT DO NOTHING;
      SELECT * INTO seen FROM identity.throttle t WHERE t.login_hash = key FOR UPDATE;
      IF seen.blocked_until > clock_timestamp() THEN
        RETURN QUERY SELECT ceil(extract(epoch FROM seen.blocked_until - clock_timestamp()))::integer, NULL::uuid, NULL::text;
        RETURN;
      END IF;
      n := CASE WHEN seen.last_try_at < clock_timestamp() - interval '1 day' THEN 1 ELSE seen.tries + 1 END;
      UPDATE identity.throttle t SET tries = n, last_try_at = clock_timestamp(),
        blocked_until = CASE WHEN n >= 5 THEN clock_timestamp() + make_interval(mins => least(15, 2 ^ least(n - 5, 4))::integer) END
        WHERE t.login_hash = key;
      RETURN QUERY SELECT 0, c.person_id, c.password_hash
        FROM (SELECT 1) one LEFT JOIN public.person p ON p.login = wanted AND p.active LEFT JOIN identity.credential c ON c.person_id = p.id;
    END $$;

    -- A session is opened for exactly the person whose password the application found right, and only while it is still that password.
    CREATE OR REPLACE FUNCTION identity.open_session(hash bytea, who uuid, verified text, held_before bytea)
      RETURNS TABLE (id uuid, display_name text, role text, locale text, unit_id uuid, unit_name text, agency_id uuid, agency_name text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF who IS NULL THEN RETURN; END IF;
      IF (claims[2], claims[7]) IS DISTINCT FROM ('guest', who::text) THEN
        RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501';
      END IF;
      INSERT INTO identity.session (token_hash, person_id, role, unit_id, agency_id)
        SELECT hash, p.id, p.role, p.unit_id, p.agency_id
        FROM public.person p JOIN identity.credential c ON c.person_id = p.id
        WHERE p.id = who AND p.active AND c.password_hash = verified;
      IF NOT FOUND THEN RETURN; END IF;
      UPDATE identity.session s SET ended_at = now() WHERE s.token_hash = held_before AND s.ended_at IS NULL;
      DELETE FROM identity.throttle t USING public.person p WHERE p.id = who AND t.login_hash = sha256(convert_to(p.login, 'UTF8'));
      RETURN QUERY SELECT * FROM identity.facts_of(who);
    END $$;

    -- Who starts a demonstration lets its clock be moved; nobody else does.
    REVOKE ALL ON platform.demonstration_clock FROM {p_guest}, {p_system};

    -- The auditor's view lends the eyes of its owner, who sees the log for an auditor alone: ids of records are out of reach, not only out of sight.
    DROP POLICY read_by_auditor ON audit.event;
    REVOKE SELECT ON audit.event FROM {p_auditor};
    GRANT SELECT ON audit.event TO {definer};
    CREATE POLICY read_for_auditor ON audit.event FOR SELECT TO {definer} USING ((SELECT ctx.is_persona('auditor')));
    ALTER VIEW audit_event SET (security_invoker = false, security_barrier = true);
    ALTER VIEW audit_event OWNER TO {definer};
    GRANT SELECT ON audit_event TO {p_auditor};
  `;
}
