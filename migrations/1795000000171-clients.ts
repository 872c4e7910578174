import { SqlMigration } from '../src/platform/database/migration.ts';
import { walled } from './in-case-scope.ts';

const stays = (table: string, columns: readonly string[], when = 'true', name = 'facts_stay'): string => `
    CREATE TRIGGER ${table}_${name} BEFORE UPDATE OF ${columns.join(', ')} ON ${table} FOR EACH ROW
      WHEN (${when} AND (${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')}))
      EXECUTE FUNCTION stays_as_written();`;
const clientFacts = ['id', 'name', 'role', 'unit_id', 'agency_id', 'scopes', 'addresses', 'made_by_id', 'made_at'];
const keyFacts = ['id', 'client_id', 'prefix', 'made_by_id', 'made_at', 'expires_at'];

/** Programs of an agency that act for one of its units: each has a row among the people, so that what it does has an author, and keys instead of a password. */
export class Clients1795000000171 extends SqlMigration {
  readonly name = 'Clients1795000000171';
  readonly sql = `
    ALTER TABLE person ADD COLUMN kind text NOT NULL DEFAULT 'person' CHECK (kind IN ('person', 'client'));
    -- Whatever a program can be in: never an administrator, never one who checks, never the owner of a case.
    ALTER TABLE person ADD CONSTRAINT client_receives CHECK (kind = 'person' OR role IN ('partner-worker', 'ministry-officer'));
    ${stays('person', ['kind'], 'true', 'kind_stays')}
    ${stays('person', ['role', 'unit_id', 'agency_id'], `OLD.kind = 'client'`, 'client_stays')}
    ${stays('person', ['active'], `OLD.kind = 'client' AND NOT OLD.active`, 'client_is_over')}

    CREATE TABLE api_client (
      id uuid PRIMARY KEY REFERENCES person (id),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
      role text NOT NULL,
      unit_id uuid NOT NULL,
      agency_id uuid NOT NULL,
      scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
      -- Networks it may call from; none: from anywhere.
      addresses text[] NOT NULL,
      made_by_id uuid NOT NULL REFERENCES person (id),
      made_at timestamptz NOT NULL,
      active boolean NOT NULL DEFAULT true,
      version integer NOT NULL,
      FOREIGN KEY (unit_id, agency_id) REFERENCES unit (id, agency_id)
    );
    CREATE TABLE client_key (
      id uuid PRIMARY KEY,
      client_id uuid NOT NULL REFERENCES api_client (id),
      -- What people tell keys apart by; it opens nothing.
      prefix text NOT NULL CHECK (prefix ~ '^pk_[0-9a-f]{8}$'),
      made_by_id uuid NOT NULL REFERENCES person (id),
      made_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL CHECK (expires_at <= made_at + interval '180 days'),
      last_used_at timestamptz,
      revoked_at timestamptz,
      version integer NOT NULL DEFAULT 1
    );
    CREATE INDEX client_key_of ON client_key (client_id);
    CREATE TABLE identity.client_secret (
      key_id uuid PRIMARY KEY REFERENCES public.client_key (id),
      key_hash bytea NOT NULL UNIQUE CHECK (octet_length(key_hash) = 32)
    );
    GRANT SELECT, INSERT ON identity.client_secret TO {definer};

    ${walled('api_client')}${walled('client_key')}
    GRANT SELECT, INSERT, UPDATE ON api_client TO {p_admin};
    GRANT SELECT, UPDATE ON client_key TO {p_admin};
    CREATE POLICY looked_after ON api_client TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
    CREATE POLICY looked_after ON client_key TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
    GRANT SELECT, UPDATE ON api_client TO {definer};
    GRANT SELECT, INSERT, UPDATE ON client_key TO {definer};
    CREATE POLICY by_function ON api_client TO {definer} USING (true) WITH CHECK (true);
    CREATE POLICY by_function ON client_key TO {definer} USING (true) WITH CHECK (true);
    CREATE POLICY signed ON api_client AS RESTRICTIVE FOR INSERT TO {p_admin} WITH CHECK (made_by_id = (SELECT ctx.user_id('admin')));
    ${stays('api_client', clientFacts)}
    ${stays('api_client', ['active'], 'NOT OLD.active', 'is_over')}
    ${stays('client_key', keyFacts)}
    ${stays('client_key', ['revoked_at'], 'OLD.revoked_at IS NOT NULL', 'is_over')}

    -- At most two keys live at a time: one in use, and the one that takes its place. NULL: there are two.
    CREATE FUNCTION identity.issue_client_key(client uuid, key uuid, shown text, hash bytea, days integer) RETURNS timestamptz
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      until timestamptz;
      admin uuid := ctx.user_id('admin');
    BEGIN
      PERFORM ctx.require('admin');
      PERFORM 1 FROM public.api_client c WHERE c.id = client AND c.active FOR UPDATE;
      IF NOT FOUND THEN RAISE EXCEPTION 'this client is over' USING ERRCODE = '42501'; END IF;
      IF (SELECT count(*) FROM public.client_key k WHERE k.client_id = client AND k.revoked_at IS NULL AND k.expires_at > now()) >= 2 THEN
        RETURN NULL;
      END IF;
      INSERT INTO public.client_key (id, client_id, prefix, made_by_id, expires_at)
        VALUES (key, client, shown, admin, now() + make_interval(days => days)) RETURNING expires_at INTO until;
      INSERT INTO identity.client_secret (key_id, key_hash) VALUES (key, hash);
      RETURN until;
    END $$;

    -- The key, if it still holds where it is used: not revoked, not run out, its client at work, and called from where it may be.
    CREATE FUNCTION identity.living_key(hash bytea, place text)
      RETURNS TABLE (key_id uuid, client_id uuid, role text, unit_id uuid, agency_id uuid, scopes text[], last_used_at timestamptz)
      LANGUAGE sql STABLE AS $$
      SELECT k.id, c.id, p.role, p.unit_id, p.agency_id, c.scopes, k.last_used_at
      FROM identity.client_secret s JOIN public.client_key k ON k.id = s.key_id JOIN public.api_client c ON c.id = k.client_id
        JOIN public.person p ON p.id = c.id
      WHERE s.key_hash = hash AND k.revoked_at IS NULL AND k.expires_at > now() AND c.active AND p.active AND p.kind = 'client'
        AND (cardinality(c.addresses) = 0 OR EXISTS (SELECT FROM unnest(c.addresses) a (network) WHERE place::inet <<= a.network::cidr))
    $$;
    CREATE FUNCTION identity.client_facts(hash bytea, place text)
      RETURNS TABLE (client_id uuid, role text, unit_id uuid, agency_id uuid, scopes text[])
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT l.client_id, l.role, l.unit_id, l.agency_id, l.scopes FROM identity.living_key(hash, place) l
    $$;
    -- Every transaction of a client begins here. The key must be the one of whom the signed context names, as a client.
    CREATE FUNCTION identity.assert_client(hash bytea, place text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims text[] := ctx.claims();
      living record;
    BEGIN
      SELECT * INTO living FROM identity.living_key(hash, place);
      IF NOT FOUND OR claims IS NULL
        OR (claims[3], claims[4], claims[5], claims[6])
           IS DISTINCT FROM ('client/' || living.role, living.client_id::text, living.unit_id::text, living.agency_id::text) THEN
        RAISE EXCEPTION 'not signed in' USING ERRCODE = 'HW401';
      END IF;
      IF living.last_used_at IS NULL OR living.last_used_at < now() - interval '1 minute' THEN
        UPDATE public.client_key SET last_used_at = now()
          WHERE id IN (SELECT k.id FROM public.client_key k WHERE k.id = living.key_id FOR UPDATE SKIP LOCKED);
      END IF;
    END $$;

    -- A program is not invited: it has no password.
    CREATE OR REPLACE FUNCTION identity.invite(who uuid, hash bytea) RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE until timestamptz;
    BEGIN
      PERFORM ctx.require('admin');
      IF NOT EXISTS (SELECT FROM public.person p WHERE p.id = who AND p.kind = 'person') THEN
        RAISE EXCEPTION 'only people are invited' USING ERRCODE = '42501';
      END IF;
      INSERT INTO identity.invitation AS i (person_id, token_hash) VALUES (who, hash)
        ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, ends_at = now() + interval '72 hours'
        RETURNING i.ends_at INTO until;
      RETURN until;
    END $$;

    ALTER FUNCTION identity.issue_client_key(uuid, uuid, text, bytea, integer) OWNER TO {definer};
    ALTER FUNCTION identity.living_key(bytea, text) OWNER TO {definer};
    ALTER FUNCTION identity.client_facts(bytea, text) OWNER TO {definer};
    ALTER FUNCTION identity.assert_client(bytea, text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION identity.issue_client_key(uuid, uuid, text, bytea, integer) TO {p_admin};
    GRANT EXECUTE ON FUNCTION identity.client_facts(bytea, text) TO {p_guest};
    GRANT EXECUTE ON FUNCTION identity.assert_client(bytea, text) TO {p_partner}, {p_ministry};
  `;
}
