import { SqlMigration } from '../src/platform/database/migration.ts';

const readers = ['social_worker', 'supervisor', 'specialist', 'ministry', 'partner', 'admin', 'system'];
const everyRow = (claim: string): string => `
    CREATE POLICY read_by_${claim} ON service FOR SELECT TO {p_${claim}} USING ((SELECT ctx.is_persona('${claim}')));`;
const facts = `receiving_unit_id, service_type, name, description, status, min_age, max_age, sexes, served_regions, region, languages, place, schedule, cost,
      required_documents, how_to_apply, escalation_contact_id, deputy_id, version`;
/** A row of another agency is seen and can be held, so that it is refused for what it is; written it cannot be. */
const keptByOwn = (claim: string): string => `
    GRANT UPDATE (places, free_places, waiting, capacity_set_at, verified_at, verified_by_id, version) ON service TO {p_${claim}};
    CREATE POLICY kept_by_${claim} ON service FOR UPDATE TO {p_${claim}}
      USING ((SELECT ctx.is_persona('${claim}'))) WITH CHECK (agency_id = (SELECT ctx.agency_id('${claim}')));`;

/** What agencies offer. Whoever works with the system reads it; the administrator writes what it is, the agency how much room it has. */
export class Services1795000000140 extends SqlMigration {
  readonly name = 'Services1795000000140';
  readonly sql = `
    CREATE TABLE service (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL REFERENCES agency (id),
      receiving_unit_id uuid NOT NULL REFERENCES unit (id),
      service_type text,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      description text,
      status text NOT NULL,
      min_age integer NOT NULL CHECK (min_age >= 0),
      max_age integer NOT NULL CHECK (max_age >= min_age),
      sexes text[] NOT NULL,
      served_regions text[] NOT NULL,
      region text,
      languages text[] NOT NULL,
      place text,
      schedule text,
      cost text,
      required_documents text,
      how_to_apply text,
      places integer CHECK (places >= 0),
      free_places integer CHECK (free_places BETWEEN 0 AND places),
      waiting integer CHECK (waiting >= 0),
      capacity_set_at timestamptz,
      verified_at timestamptz,
      verified_by_id uuid REFERENCES person (id),
      escalation_contact_id uuid REFERENCES person (id),
      deputy_id uuid REFERENCES person (id),
      acceptances integer NOT NULL DEFAULT 0 CHECK (acceptances >= 0),
      hours_to_accept integer NOT NULL DEFAULT 0 CHECK (hours_to_accept >= 0),
      version integer NOT NULL DEFAULT 1,
      CHECK ((verified_at IS NULL) = (verified_by_id IS NULL))
    );
    CREATE INDEX service_by_type ON service (service_type, status);
    CREATE INDEX service_by_unit ON service (receiving_unit_id);
    CREATE INDEX service_by_agency ON service (agency_id);
    ALTER TABLE service ENABLE ROW LEVEL SECURITY;
    ALTER TABLE service FORCE ROW LEVEL SECURITY;
    GRANT SELECT ON service TO ${readers.map((claim) => `{p_${claim}}`).join(', ')};${readers.map(everyRow).join('')}

    GRANT INSERT, UPDATE (${facts}) ON service TO {p_admin};
    CREATE POLICY added_by_admin ON service FOR INSERT TO {p_admin} WITH CHECK ((SELECT ctx.is_persona('admin')));
    CREATE POLICY changed_by_admin ON service FOR UPDATE TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
    ${keptByOwn('ministry')}${keptByOwn('partner')}
    GRANT UPDATE (acceptances, hours_to_accept, version) ON service TO {p_system};
    CREATE POLICY counted_by_the_clock ON service FOR UPDATE TO {p_system} USING ((SELECT ctx.is_persona('system')));

    -- A service is received by a unit of its own agency. Whoever says that it is as described says so in the own name.
    CREATE FUNCTION guard_service() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NOT EXISTS (SELECT FROM public.unit u WHERE u.id = NEW.receiving_unit_id AND u.agency_id = NEW.agency_id) THEN
        RAISE EXCEPTION 'a service is received by a unit of its agency' USING ERRCODE = '42501';
      END IF;
      IF (NEW.verified_at, NEW.verified_by_id) IS DISTINCT FROM (OLD.verified_at, OLD.verified_by_id)
        AND NEW.verified_by_id IS DISTINCT FROM coalesce(ctx.user_id('ministry'), ctx.user_id('partner')) THEN
        RAISE EXCEPTION 'nobody confirms a service for somebody else' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_service() OWNER TO {definer};
    CREATE TRIGGER service_is_guarded BEFORE INSERT OR UPDATE OF receiving_unit_id, verified_at, verified_by_id ON service
      FOR EACH ROW EXECUTE FUNCTION guard_service();
  `;
}
