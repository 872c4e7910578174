import { SqlMigration } from '../src/platform/database/migration.ts';

const signedIn = [
  'social_worker',
  'supervisor',
  'specialist',
  'ministry',
  'partner',
  'coordinator',
  'auditor',
  'admin',
  'privacy',
  'system',
];
const colleagues = ['social_worker', 'supervisor', 'specialist', 'ministry', 'partner'];
const rolesOf = (claims: readonly string[]): string => claims.map((claim) => `{p_${claim}}`).join(', ');
const everyRow = (table: string, claim: string): string =>
  `CREATE POLICY read_by_${claim} ON ${table} FOR SELECT TO {p_${claim}} USING ((SELECT ctx.is_persona('${claim}')));`;
const ownUnit = (claim: string): string =>
  `CREATE POLICY read_by_${claim} ON person FOR SELECT TO {p_${claim}} USING (unit_id = (SELECT ctx.unit_id('${claim}')));`;
const writtenByAdmin = (table: string): string => `
    GRANT INSERT, UPDATE ON ${table} TO {p_admin};
    CREATE POLICY added_by_admin ON ${table} FOR INSERT TO {p_admin} WITH CHECK ((SELECT ctx.is_persona('admin')));
    CREATE POLICY changed_by_admin ON ${table} FOR UPDATE TO {p_admin} USING ((SELECT ctx.is_persona('admin')));`;

/** Who there is: agencies, their units, the people who work there; and how they prove who they are. */
export class Identity1795000000004 extends SqlMigration {
  readonly name = 'Identity1795000000004';
  readonly sql = `
    CREATE TABLE agency (
      id uuid PRIMARY KEY,
      code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z][A-Z0-9-]{1,15}$'),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      -- Bodies of security and defence hold no accounts; what they are told is disclosed by people, one record at a time.
      type text NOT NULL CHECK (type ~ '^[a-z][a-z-]{1,40}$' AND type NOT IN ('security', 'defence')),
      country text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
      active boolean NOT NULL DEFAULT true,
      version integer NOT NULL DEFAULT 1
    );

    CREATE TABLE unit (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL REFERENCES agency (id),
      parent_unit_id uuid,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      region text CHECK (length(region) BETWEEN 1 AND 80),
      active boolean NOT NULL DEFAULT true,
      version integer NOT NULL DEFAULT 1,
      UNIQUE (id, agency_id),
      UNIQUE (agency_id, name),
      CHECK (parent_unit_id <> id),
      -- A unit lies under a unit of its own agency.
      FOREIGN KEY (parent_unit_id, agency_id) REFERENCES unit (id, agency_id)
    );
    CREATE INDEX unit_by_parent ON unit (parent_unit_id, agency_id);

    CREATE TABLE person (
      id uuid PRIMARY KEY,
      login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._@+-]{1,63}$'),
      display_name text NOT NULL CHECK (length(display_name) BETWEEN 1 AND 120),
      role text NOT NULL CHECK (role ~ '^[a-z][a-z-]{1,40}$' AND role NOT IN ('system', 'guest')),
      unit_id uuid NOT NULL,
      agency_id uuid NOT NULL,
      locale text NOT NULL DEFAULT 'en' CHECK (locale IN ('en', 'ru', 'tg', 'uz', 'kk', 'ky')),
      active boolean NOT NULL DEFAULT true,
      version integer NOT NULL DEFAULT 1,
      FOREIGN KEY (unit_id, agency_id) REFERENCES unit (id, agency_id)
    );
    CREATE INDEX person_by_unit ON person (unit_id, agency_id);

    ALTER TABLE agency ENABLE ROW LEVEL SECURITY;
    ALTER TABLE agency FORCE ROW LEVEL SECURITY;
    ALTER TABLE unit ENABLE ROW LEVEL SECURITY;
    ALTER TABLE unit FORCE ROW LEVEL SECURITY;
    ALTER TABLE person ENABLE ROW LEVEL SECURITY;
    ALTER TABLE person FORCE ROW LEVEL SECURITY;

    -- The names of institutions are known to everybody who is signed in.
    GRANT SELECT ON agency, unit TO ${rolesOf(signedIn)}, {definer};
    ${signedIn.map((claim) => `${everyRow('agency', claim)}\n    ${everyRow('unit', claim)}`).join('\n    ')}
    CREATE POLICY read_by_function ON agency FOR SELECT TO {definer} USING (true);
    CREATE POLICY read_by_function ON unit FOR SELECT TO {definer} USING (true);

    -- Colleagues know each other; the administrator and the system know everybody.
    GRANT SELECT ON person TO ${rolesOf([...colleagues, 'admin', 'system'])}, {definer};
    ${colleagues.map(ownUnit).join('\n    ')}
    ${everyRow('person', 'admin')}
    ${everyRow('person', 'system')}
    CREATE POLICY read_by_function ON person FOR SELECT TO {definer} USING (true);
    ${['agency', 'unit', 'person'].map(writtenByAdmin).join('')}

    -- Nobody changes what they themselves may do, and one administrator always remains. Two who remove each other: the second waits, and is refused.
    CREATE FUNCTION guard_person() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      IF NEW.id <> OLD.id THEN RAISE EXCEPTION 'a person stays the same person' USING ERRCODE = '23514'; END IF;
      IF (NEW.role, NEW.unit_id, NEW.agency_id, NEW.active) IS NOT DISTINCT FROM (OLD.role, OLD.unit_id, OLD.agency_id, OLD.active) THEN RETURN NEW; END IF;
      IF ctx.user_id('admin') = OLD.id THEN RAISE EXCEPTION 'never one''s own rights' USING ERRCODE = '42501'; END IF;
      IF OLD.role = 'administrator' AND OLD.active AND NOT (NEW.role = 'administrator' AND NEW.active) THEN
        PERFORM pg_advisory_xact_lock(hashtext('homeward-last-administrator'));
        IF NOT EXISTS (SELECT 1 FROM public.person p WHERE p.role = 'administrator' AND p.active AND p.id <> OLD.id) THEN
          RAISE EXCEPTION 'one administrator remains' USING ERRCODE = '23514';
        END IF;
      END IF;
      RETURN NEW;
    END $$;
    GRANT EXECUTE ON FUNCTION guard_person() TO {p_admin};
    CREATE TRIGGER person_is_guarded BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION guard_person();

    CREATE SCHEMA identity;
    GRANT USAGE ON SCHEMA identity TO ${rolesOf(signedIn)}, {p_guest}, {definer};

    CREATE TABLE identity.credential (
      person_id uuid PRIMARY KEY REFERENCES public.person (id),
      password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
      changed_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE identity.session (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
      person_id uuid NOT NULL REFERENCES public.person (id),
      role text NOT NULL,
      unit_id uuid NOT NULL,
      agency_id uuid NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT now(),
      last_seen_at timestamptz NOT NULL DEFAULT now(),
      ends_at timestamptz NOT NULL DEFAULT now() + interval '12 hours',
      ended_at timestamptz
    );
    CREATE INDEX session_by_person ON identity.session (person_id);
    -- Holds the hash of whatever was tried as a login, known or not: being slowed down tells nothing.
    CREATE TABLE identity.throttle (
      login_hash bytea PRIMARY KEY,
      tries integer NOT NULL DEFAULT 0,
      last_try_at timestamptz NOT NULL DEFAULT now(),
      blocked_until timestamptz
    );
    CREATE INDEX throttle_by_age ON identity.throttle (last_try_at);
    -- How somebody new, or somebody who forgot, comes to a password that nobody else ever knew.
    CREATE TABLE identity.invitation (
      person_id uuid PRIMARY KEY REFERENCES public.person (id),
      token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
      ends_at timestamptz NOT NULL DEFAULT now() + interval '72 hours'
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON identity.credential, identity.session, identity.throttle, identity.invitation TO {definer};

    CREATE FUNCTION identity.idle_limit(role text) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN role IN ('administrator', 'auditor', 'privacy-officer') THEN interval '15 minutes' ELSE interval '30 minutes' END
    $$;

    -- The session, if it still holds: not ended, not idle too long, and its person still is who they were when it was opened.
    CREATE FUNCTION identity.living_session(hash bytea)
      RETURNS TABLE (session_id uuid, person_id uuid, role text, unit_id uuid, agency_id uuid, last_seen_at timestamptz) LANGUAGE sql STABLE AS $$
      SELECT s.id, s.person_id, s.role, s.unit_id, s.agency_id, s.last_seen_at
      FROM identity.session s JOIN public.person p ON p.id = s.person_id
      WHERE s.token_hash = hash AND s.ended_at IS NULL AND s.ends_at > now() AND s.last_seen_at > now() - identity.idle_limit(s.role)
        AND p.active AND p.role = s.role AND p.unit_id = s.unit_id AND p.agency_id = s.agency_id
    $$;

    -- Every transaction of a person begins here. The session must be the one of whom the signed context names.
    CREATE FUNCTION identity.assert_session(hash bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims text[] := ctx.claims();
      living record;
    BEGIN
      SELECT * INTO living FROM identity.living_session(hash);
      IF NOT FOUND OR claims IS NULL
        OR (claims[3], claims[4], claims[5], claims[6])
           IS DISTINCT FROM (living.role, living.person_id::text, living.unit_id::text, living.agency_id::text) THEN
        RAISE EXCEPTION 'not signed in' USING ERRCODE = 'HW401';
      END IF;
      -- Once a minute, and never waiting for another request of the same session that is about to write the same.
      IF living.last_seen_at < now() - interval '1 minute' THEN
        UPDATE identity.session SET last_seen_at = now()
          WHERE id IN (SELECT s.id FROM identity.session s WHERE s.id = living.session_id FOR UPDATE SKIP LOCKED);
      END IF;
    END $$;

    CREATE FUNCTION identity.session_facts(hash bytea) RETURNS TABLE (person_id uuid, role text, unit_id uuid, agency_id uuid)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT l.person_id, l.role, l.unit_id, l.agency_id FROM identity.living_session(hash) l
    $$;

    CREATE FUNCTION identity.facts_of(who uuid)
      RETURNS TABLE (id uuid, display_name text, role text, locale text, unit_id uuid, unit_name text, agency_id uuid, agency_name text)
      LANGUAGE sql STABLE AS $$
      SELECT p.id, p.display_name, p.role, p.locale, u.id, u.name, a.id, a.name
      FROM public.person p JOIN public.unit u ON u.id = p.unit_id JOIN public.agency a ON a.id = p.agency_id WHERE p.id = who
    $$;

    -- Whoever asks, about themselves: the asker comes from the signed context alone.
    CREATE FUNCTION identity.myself()
      RETURNS TABLE (id uuid, display_name text, role text, locale text, unit_id uuid, unit_name text, agency_id uuid, agency_name text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT * FROM identity.facts_of(nullif((ctx.claims())[4], '')::uuid)
    $$;

    -- Counts the try before it is judged, so that a hundred at once are a hundred tries. The fifth in a row blocks for 1 minute, then 2, 4, 8, 15.
    CREATE FUNCTION identity.sign_in_facts(wanted text) RETURNS TABLE (wait_seconds integer, person_id uuid, password_hash text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      key bytea := sha256(convert_to(wanted, 'UTF8'));
      seen identity.throttle;
      n integer;
    BEGIN
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

    -- The password was found right: a new session, and the one this browser held before ends. No row: the account changed meanwhile.
    CREATE FUNCTION identity.open_session(hash bytea, who uuid, verified text, held_before bytea)
      RETURNS TABLE (id uuid, display_name text, role text, locale text, unit_id uuid, unit_name text, agency_id uuid, agency_name text)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      INSERT INTO identity.session (token_hash, person_id, role, unit_id, agency_id)
        SELECT hash, p.id, p.role, p.unit_id, p.agency_id
        FROM public.person p JOIN identity.credential c ON c.person_id = p.id
        WHERE p.id = who AND p.active AND c.password_hash = verified;
      IF NOT FOUND THEN RETURN; END IF;
      UPDATE identity.session s SET ended_at = now() WHERE s.token_hash = held_before AND s.ended_at IS NULL;
      DELETE FROM identity.throttle t USING public.person p WHERE p.id = who AND t.login_hash = sha256(convert_to(p.login, 'UTF8'));
      RETURN QUERY SELECT * FROM identity.facts_of(who);
    END $$;

    CREATE FUNCTION identity.end_session(hash bytea) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      UPDATE identity.session SET ended_at = now() WHERE token_hash = hash AND ended_at IS NULL
    $$;

    CREATE FUNCTION identity.end_sessions_of(who uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      UPDATE identity.session SET ended_at = now() WHERE person_id = who AND ended_at IS NULL
    $$;

    CREATE FUNCTION identity.set_password(who uuid, hash text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      INSERT INTO identity.credential AS c (person_id, password_hash) VALUES (who, hash)
      ON CONFLICT (person_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = now()
    $$;

    -- A new invitation takes the place of an earlier one. Only its hash is kept.
    CREATE FUNCTION identity.invite(who uuid, hash bytea) RETURNS timestamptz LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      INSERT INTO identity.invitation AS i (person_id, token_hash) VALUES (who, hash)
      ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, ends_at = now() + interval '72 hours'
      RETURNING i.ends_at
    $$;

    CREATE FUNCTION identity.invitation_facts(hash bytea) RETURNS TABLE (login text, display_name text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT p.login, p.display_name FROM identity.invitation i JOIN public.person p ON p.id = i.person_id
      WHERE i.token_hash = hash AND i.ends_at > now() AND p.active
    $$;

    -- Uses an invitation up. A new password ends every session that stood on the old one. NULL: the invitation holds no more.
    CREATE FUNCTION identity.accept_invitation(hash bytea, chosen text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE who uuid;
    BEGIN
      DELETE FROM identity.invitation i USING public.person p
        WHERE i.token_hash = hash AND i.ends_at > now() AND p.id = i.person_id AND p.active RETURNING i.person_id INTO who;
      IF NOT FOUND THEN RETURN NULL; END IF;
      PERFORM identity.set_password(who, chosen), identity.end_sessions_of(who);
      DELETE FROM identity.throttle t USING public.person p WHERE p.id = who AND t.login_hash = sha256(convert_to(p.login, 'UTF8'));
      RETURN who;
    END $$;

    -- Forgets what nobody needs any more.
    CREATE FUNCTION identity.sweep() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
      DELETE FROM identity.throttle WHERE last_try_at < now() - interval '1 day' AND coalesce(blocked_until, '-infinity') < now();
      DELETE FROM identity.invitation WHERE ends_at < now();
      DELETE FROM identity.session WHERE ends_at < now() - interval '30 days';
    $$;

    ALTER FUNCTION identity.idle_limit(text) OWNER TO {definer};
    ALTER FUNCTION identity.living_session(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.assert_session(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.session_facts(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.facts_of(uuid) OWNER TO {definer};
    ALTER FUNCTION identity.myself() OWNER TO {definer};
    ALTER FUNCTION identity.sign_in_facts(text) OWNER TO {definer};
    ALTER FUNCTION identity.open_session(bytea, uuid, text, bytea) OWNER TO {definer};
    ALTER FUNCTION identity.end_session(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.end_sessions_of(uuid) OWNER TO {definer};
    ALTER FUNCTION identity.set_password(uuid, text) OWNER TO {definer};
    ALTER FUNCTION identity.invite(uuid, bytea) OWNER TO {definer};
    ALTER FUNCTION identity.invitation_facts(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.accept_invitation(bytea, text) OWNER TO {definer};
    ALTER FUNCTION identity.sweep() OWNER TO {definer};
    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA identity FROM PUBLIC;

    GRANT EXECUTE ON FUNCTION identity.assert_session(bytea), identity.myself() TO ${rolesOf(signedIn)};
    GRANT EXECUTE ON FUNCTION identity.session_facts(bytea), identity.sign_in_facts(text), identity.open_session(bytea, uuid, text, bytea),
      identity.end_session(bytea), identity.invitation_facts(bytea), identity.accept_invitation(bytea, text) TO {p_guest};
    GRANT EXECUTE ON FUNCTION identity.end_sessions_of(uuid), identity.set_password(uuid, text), identity.invite(uuid, bytea) TO {p_admin};
    GRANT EXECUTE ON FUNCTION identity.sweep() TO {p_system};
  `;
}
