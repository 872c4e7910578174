import { SqlMigration } from '../src/platform/database/migration.ts';

/** The signed context: who acts, as the database itself can check it. Every row policy asks here. */
export class Context1795000000001 extends SqlMigration {
  readonly name = 'Context1795000000001';
  readonly sql = `
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
      {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {definer};

    CREATE SCHEMA ctx;
    GRANT USAGE ON SCHEMA ctx TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
      {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {p_guest}, {definer};

    CREATE TABLE ctx.key (
      kid smallint PRIMARY KEY,
      inner_pad bytea NOT NULL CHECK (octet_length(inner_pad) = 64),
      outer_pad bytea NOT NULL CHECK (octet_length(outer_pad) = 64)
    );
    GRANT SELECT ON ctx.key TO {definer};

    -- kid|persona|role|user|unit|agency|for|expires|mac; NULL when absent, forged or expired. HMAC-SHA-256 by hand: no extension needed.
    CREATE FUNCTION ctx.claims() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      raw text := nullif(current_setting('app.ctx', true), '');
      claims text[];
      body text;
      pads ctx.key;
    BEGIN
      IF raw IS NULL THEN RETURN NULL; END IF;
      claims := string_to_array(raw, '|');
      IF array_length(claims, 1) <> 9 OR claims[1] !~ '^[0-9]{1,4}$' OR claims[8] !~ '^[0-9]{1,12}$' THEN RETURN NULL; END IF;
      SELECT * INTO pads FROM ctx.key k WHERE k.kid = claims[1]::smallint;
      IF NOT FOUND THEN RETURN NULL; END IF;
      body := left(raw, length(raw) - length(claims[9]) - 1);
      IF encode(sha256(pads.outer_pad || sha256(pads.inner_pad || convert_to(body, 'UTF8'))), 'hex') <> claims[9] THEN RETURN NULL; END IF;
      IF claims[8]::bigint < extract(epoch FROM clock_timestamp()) THEN RETURN NULL; END IF;
      RETURN claims;
    END $$;
    ALTER FUNCTION ctx.claims() OWNER TO {definer};

    -- One call a policy: the actor's id (unit, agency) if the context is genuine AND carries this persona, else NULL, which matches no row.
    CREATE FUNCTION ctx.user_id(persona text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF claims[2] = persona THEN RETURN claims[4]::uuid; END IF;
      RETURN NULL;
    END $$;
    CREATE FUNCTION ctx.unit_id(persona text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF claims[2] = persona THEN RETURN claims[5]::uuid; END IF;
      RETURN NULL;
    END $$;
    CREATE FUNCTION ctx.agency_id(persona text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF claims[2] = persona THEN RETURN claims[6]::uuid; END IF;
      RETURN NULL;
    END $$;
    CREATE FUNCTION ctx.is_persona(persona text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      RETURN coalesce(claims[2] = persona, false);
    END $$;
    ALTER FUNCTION ctx.user_id(text) OWNER TO {definer};
    ALTER FUNCTION ctx.unit_id(text) OWNER TO {definer};
    ALTER FUNCTION ctx.agency_id(text) OWNER TO {definer};
    ALTER FUNCTION ctx.is_persona(text) OWNER TO {definer};

    -- A versioned change that met no row, or two, undoes the whole transaction instead of passing in silence.
    CREATE FUNCTION ctx.exactly_one(n bigint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
    BEGIN
      IF n <> 1 THEN RAISE EXCEPTION 'row changed meanwhile or out of reach' USING ERRCODE = 'HW412'; END IF;
      RETURN true;
    END $$;

    REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ctx FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ctx.claims() TO {definer};
    GRANT EXECUTE ON FUNCTION ctx.user_id(text), ctx.unit_id(text), ctx.agency_id(text), ctx.is_persona(text), ctx.exactly_one(bigint)
      TO {p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator},
         {p_auditor}, {p_admin}, {p_privacy}, {p_system}, {p_guest}, {definer};
  `;
}
