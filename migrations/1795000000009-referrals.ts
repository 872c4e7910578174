import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, caseScope, follows, owningTeam } from './in-case-scope.ts';

const senders = (table: string): string => `${owningTeam(table)}${byTheClock(table)}
    GRANT SELECT, UPDATE ON ${table} TO {p_system};`;

const answers = `status, seen_at, claimed_by_id, answered_at, answered_by_id, reason, outcome_code, outcome_on, outcome_units, no_units_reason,
      client_confirmed, ended_at, package_open, version`;

/** Referrals in two tables: what the recipient may hold, and what only the sender's side knows. A recipient never holds a case id. */
export class Referrals1795000000009 extends SqlMigration {
  readonly name = 'Referrals1795000000009';
  readonly sql = `
    CREATE TABLE referral (
      id uuid PRIMARY KEY,
      code text NOT NULL CONSTRAINT referral_code_drawn UNIQUE,
      to_unit_id uuid NOT NULL REFERENCES unit (id),
      to_agency_id uuid NOT NULL REFERENCES agency (id),
      service_type text NOT NULL,
      urgency text NOT NULL,
      status text NOT NULL,
      sent_at timestamptz,
      see_by timestamptz,
      decide_by timestamptz,
      seen_at timestamptz,
      claimed_by_id uuid REFERENCES person (id),
      answered_at timestamptz,
      answered_by_id uuid REFERENCES person (id),
      reason text,
      outcome_code text,
      outcome_on date,
      outcome_units integer,
      no_units_reason text,
      client_confirmed text,
      ended_at timestamptz,
      package_open boolean NOT NULL,${caseScope},
      version integer NOT NULL
    );
    CREATE INDEX referral_inbox ON referral (to_unit_id, status, id);
    CREATE INDEX referral_mine ON referral (worker_id, id);
    CREATE INDEX referral_team ON referral (supervisor_unit_id, id) WHERE NOT sealed;
    CREATE TABLE referral_source (
      referral_id uuid PRIMARY KEY REFERENCES referral (id),
      case_id uuid NOT NULL REFERENCES case_core (id),
      consent_id uuid NOT NULL REFERENCES consent (id),
      sender_id uuid NOT NULL REFERENCES person (id),${caseScope}
    );
    CREATE INDEX referral_source_of ON referral_source (case_id);
    CREATE INDEX referral_source_consent ON referral_source (consent_id);
    -- Values as they were at sending. Readable by the recipient only while it is open.
    CREATE TABLE referral_package (
      referral_id uuid PRIMARY KEY REFERENCES referral (id),
      package jsonb NOT NULL,
      package_groups text[] NOT NULL,
      to_unit_id uuid NOT NULL REFERENCES unit (id),
      open boolean NOT NULL,${caseScope}
    );
    ${['referral', 'referral_source', 'referral_package'].map(senders).join('')}
    GRANT SELECT, INSERT, UPDATE ON referral TO {p_social_worker};
    GRANT SELECT, INSERT ON referral_source, referral_package TO {p_social_worker};
    GRANT UPDATE (consent_id) ON referral_source TO {p_social_worker};
    GRANT UPDATE (package, package_groups) ON referral_package TO {p_social_worker};
    GRANT SELECT ON referral, referral_source, referral_package TO {p_supervisor};
    GRANT SELECT, UPDATE (${answers}) ON referral TO {p_ministry}, {p_partner};
    GRANT SELECT ON referral_package TO {p_ministry}, {p_partner};
    ${['ministry', 'partner']
      .map(
        (claim) => `
    CREATE POLICY sent_to_${claim} ON referral TO {p_${claim}}
      USING (to_unit_id = (SELECT ctx.unit_id('${claim}')) AND status NOT IN ('draft', 'entered_in_error'));
    CREATE POLICY opened_to_${claim} ON referral_package FOR SELECT TO {p_${claim}}
      USING (to_unit_id = (SELECT ctx.unit_id('${claim}')) AND open);`,
      )
      .join('')}

    ${follows('referral_source')}

    -- The recipient's side of a referral follows the sender's side, which follows the case.
    CREATE FUNCTION referral_scope_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral SET worker_id = NEW.worker_id, unit_id = NEW.unit_id, supervisor_unit_id = NEW.supervisor_unit_id,
        specialist_unit_id = NEW.specialist_unit_id, sealed = NEW.sealed WHERE id = NEW.referral_id;
      UPDATE public.referral_package SET worker_id = NEW.worker_id, unit_id = NEW.unit_id, supervisor_unit_id = NEW.supervisor_unit_id,
        specialist_unit_id = NEW.specialist_unit_id, sealed = NEW.sealed WHERE referral_id = NEW.referral_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_scope_carried() OWNER TO {definer};
    CREATE TRIGGER referral_follows_source AFTER INSERT OR UPDATE ON referral_source FOR EACH ROW EXECUTE FUNCTION referral_scope_carried();

    -- A package belongs to its referral: same recipient, same sender, and open exactly as long as the referral says so.
    CREATE FUNCTION referral_package_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT r.to_unit_id, r.package_open, r.worker_id, r.unit_id, r.supervisor_unit_id, r.specialist_unit_id, r.sealed
        INTO NEW.to_unit_id, NEW.open, NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.referral r WHERE r.id = NEW.referral_id;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_package_taken() OWNER TO {definer};
    CREATE TRIGGER referral_package_takes BEFORE INSERT ON referral_package FOR EACH ROW EXECUTE FUNCTION referral_package_taken();
    CREATE FUNCTION referral_package_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_package SET open = NEW.package_open WHERE referral_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_package_followed() OWNER TO {definer};
    CREATE TRIGGER referral_package_follows AFTER UPDATE OF package_open ON referral
      FOR EACH ROW WHEN (OLD.package_open IS DISTINCT FROM NEW.package_open) EXECUTE FUNCTION referral_package_followed();

    -- What was sent stays as it was sent, and on the consent it was sent on: until then it is a draft and may change.
    CREATE FUNCTION referral_sent_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF (SELECT r.status FROM public.referral r WHERE r.id = NEW.referral_id) <> 'draft' THEN
        RAISE EXCEPTION 'what was sent does not change' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_sent_frozen() OWNER TO {definer};
    CREATE TRIGGER referral_package_frozen BEFORE UPDATE OF package, package_groups ON referral_package
      FOR EACH ROW EXECUTE FUNCTION referral_sent_frozen();
    CREATE TRIGGER referral_source_frozen BEFORE UPDATE OF consent_id ON referral_source
      FOR EACH ROW EXECUTE FUNCTION referral_sent_frozen();

    CREATE TABLE delivery (
      id uuid PRIMARY KEY,
      referral_id uuid NOT NULL REFERENCES referral (id),
      by_unit_id uuid NOT NULL REFERENCES unit (id),
      service_type text NOT NULL,
      delivered_on date NOT NULL,
      -- None if it was told with the outcome alone, which does not say how the service was given.
      mode text,
      attendance text NOT NULL,
      duration_band text,
      units integer CHECK (units BETWEEN 0 AND 10000),
      corrects_id uuid REFERENCES delivery (id),
      author_id uuid NOT NULL REFERENCES person (id),
      recorded_at timestamptz NOT NULL,${caseScope}
    );
    CREATE UNIQUE INDEX corrected_once ON delivery (corrects_id);
    CREATE INDEX delivery_by ON delivery (by_unit_id, id);
    CREATE INDEX delivery_of ON delivery (referral_id);
    CREATE INDEX delivery_mine ON delivery (worker_id, id);
    ${owningTeam('delivery')}
    GRANT SELECT ON delivery TO {p_social_worker}, {p_supervisor};
    GRANT SELECT, INSERT ON delivery TO {p_partner}, {p_ministry};
    CREATE POLICY ours_partner ON delivery TO {p_partner} USING (by_unit_id = (SELECT ctx.unit_id('partner')));
    CREATE POLICY ours_ministry ON delivery TO {p_ministry} USING (by_unit_id = (SELECT ctx.unit_id('ministry')));
    CREATE FUNCTION delivery_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT r.to_unit_id, r.worker_id, r.unit_id, r.supervisor_unit_id, r.specialist_unit_id, r.sealed
        INTO NEW.by_unit_id, NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.referral r WHERE r.id = NEW.referral_id;
      RETURN NEW;
    END $$;
    ALTER FUNCTION delivery_taken() OWNER TO {definer};
    CREATE TRIGGER delivery_takes BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION delivery_taken();
    CREATE FUNCTION delivery_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.delivery SET worker_id = NEW.worker_id, unit_id = NEW.unit_id, supervisor_unit_id = NEW.supervisor_unit_id,
        specialist_unit_id = NEW.specialist_unit_id, sealed = NEW.sealed WHERE referral_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION delivery_carried() OWNER TO {definer};
    CREATE TRIGGER delivery_carries AFTER UPDATE OF worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed ON referral
      FOR EACH ROW EXECUTE FUNCTION delivery_carried();
  `;
}
