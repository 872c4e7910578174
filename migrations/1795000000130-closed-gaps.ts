import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged, loggedWithItsSource } from './change-log.ts';

const routing = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
const scopeInto = (row: string): string => routing.map((column) => `${row}.${column}`).join(', ');

const worker = `(SELECT ctx.user_id('social_worker'))`;
const workersUnit = `(SELECT ctx.unit_id('social_worker'))`;

/** What a package may hold without another person's approval. Whatever else it holds, or hides within, is taken for sensitive. */
export const plainFields = [
  ...['ageBand', 'sex', 'language', 'interpreterNeeded', 'region', 'householdBand', 'disabilityFlag', 'roles', 'origin'],
  ...['preferredWorkerSex', 'careArrangement', 'schoolState', 'livelihoodState', 'housingState', 'documents', 'needs'],
];

const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type urgency status sent_at see_by decide_by seen_at claimed_by_id answered_at answered_by_id reason outcome_code outcome_on
    outcome_units no_units_reason client_confirmed ended_at package_open`,
};

/** People of another agency, whom the case's team knows by their unit alone. */
const ofOthers = 'claimed_by_id answered_by_id';

/** What a review found open between the two walls: rows written in the moment of a seal, seals and approvals that trusted the statement. */
export class ClosedGaps1795000000130 extends SqlMigration {
  readonly name = 'ClosedGaps1795000000130';
  readonly sql = `
    -- A row that is added while its case is sealed or given away waits for that, and takes the scope from after it.
    CREATE OR REPLACE FUNCTION case_scope_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        SELECT ${scopeInto('c')} INTO ${scopeInto('NEW')} FROM public.case_core c WHERE c.id = NEW.case_id FOR NO KEY UPDATE;
      ELSE
        SELECT ${scopeInto('c')} INTO ${scopeInto('NEW')} FROM public.case_core c WHERE c.id = NEW.case_id;
      END IF;
      RETURN NEW;
    END $$;

    -- So does what the log writes of it.
    CREATE OR REPLACE FUNCTION note_change(kind text, about uuid, of_case uuid, stale jsonb, fresh jsonb,
        groups text[], columns text[], fields text[], silent boolean[]) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      own record;
    BEGIN
      SELECT ${scopeInto('c')} INTO own FROM public.case_core c WHERE c.id = of_case FOR NO KEY UPDATE;
      INSERT INTO public.change_log (case_id, action, record, record_id, field_group, changes, actor_id, actor_role, actor_unit_id, on_behalf_of,
          worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed)
        SELECT of_case, CASE WHEN stale IS NULL THEN 'create' ELSE 'edit' END, kind, about, kind || '.' || changed.field_group, changed.changes,
          who.actor_id, who.actor_role, who.actor_unit_id, who.on_behalf_of, ${scopeInto('own')}
        FROM (
          SELECT f.field_group, jsonb_object_agg(f.field, CASE WHEN f.silent THEN '{}'
            ELSE jsonb_build_object('from', coalesce(stale -> f.name, 'null'), 'to', fresh -> f.name) END) AS changes
          FROM unnest(groups, columns, fields, silent) AS f (field_group, name, field, silent)
          WHERE coalesce(stale -> f.name, 'null') <> fresh -> f.name
          GROUP BY f.field_group
        ) changed, public.case_actor(own.unit_id, own.supervisor_unit_id) who;
    END $$;

    -- What somebody told is sealed with its case: to the worker of the case it stays open, if they are its author or named.
    DROP POLICY written ON case_disclosure;
    DROP POLICY named ON case_disclosure;
    DROP POLICY changed ON case_disclosure;
    CREATE POLICY written ON case_disclosure FOR SELECT TO {p_social_worker}
      USING (author_id = ${worker} AND unit_id = ${workersUnit} AND (NOT sealed OR worker_id = ${worker}));
    CREATE POLICY named ON case_disclosure FOR SELECT TO {p_social_worker}
      USING (${worker} = ANY (reader_ids) AND unit_id = ${workersUnit} AND (NOT sealed OR worker_id = ${worker}));
    CREATE POLICY changed ON case_disclosure FOR UPDATE TO {p_social_worker}
      USING ((author_id = ${worker} OR ${worker} = ANY (reader_ids)) AND unit_id = ${workersUnit} AND (NOT sealed OR worker_id = ${worker}))
      WITH CHECK (author_id = ${worker} AND unit_id = ${workersUnit} AND (NOT sealed OR worker_id = ${worker}));

    -- A seal and its reason are the system's to write, within somebody's deed; nobody who hides who they are writes either.
    CREATE OR REPLACE FUNCTION guard_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a seal is set and broken by its deeds' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_seal() OWNER TO {definer};

    -- A sealed case whose worker is not at work in its unit any more goes, sealed, to a worker who is.
    CREATE OR REPLACE FUNCTION guard_case_routing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      stays constant boolean := (NEW.unit_id, NEW.supervisor_unit_id) IS NOT DISTINCT FROM (OLD.unit_id, OLD.supervisor_unit_id);
      goes_to_worker constant boolean := EXISTS (SELECT FROM public.person p
        WHERE p.id = NEW.worker_id AND p.role = 'social-worker' AND p.unit_id = NEW.unit_id AND p.active);
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND stays AND (NEW.worker_id IS NOT DISTINCT FROM OLD.worker_id
        OR OLD.sealed AND NEW.sealed AND goes_to_worker AND NEW.specialist_unit_id IS NOT DISTINCT FROM OLD.specialist_unit_id
          AND NOT EXISTS (SELECT FROM public.person p
            WHERE p.id = OLD.worker_id AND p.role = 'social-worker' AND p.unit_id = OLD.unit_id AND p.active)) THEN RETURN NEW; END IF;
      IF ctx.is_persona('supervisor') AND stays AND goes_to_worker
        AND (NEW.specialist_unit_id, NEW.sealed) IS NOT DISTINCT FROM (OLD.specialist_unit_id, OLD.sealed) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a case changes hands only within its unit, by its supervisor' USING ERRCODE = '42501';
    END $$;

    -- An approval is of a package for somebody: of what it holds, not of what it says of itself, and not for anybody else. It is void
    -- before the statement that changes either goes on, so that none changes and sends at once.
    ALTER TABLE referral_package ADD CONSTRAINT package_names_its_fields CHECK (jsonb_typeof(package) = 'object');
    CREATE OR REPLACE FUNCTION referral_approved_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND EXISTS (SELECT FROM public.referral_package p WHERE p.referral_id = NEW.id
          AND (p.package_groups && ARRAY['F3a', 'F3b', 'F3c', 'F5'] OR p.package - ARRAY['${plainFields.join("', '")}'] <> '{}'))
        AND NOT EXISTS (SELECT FROM public.referral_approval a WHERE a.referral_id = NEW.id AND a.approval = 'approved') THEN
        RAISE EXCEPTION 'another person approves this first' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE FUNCTION referral_approval_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_approval SET approval = 'void' WHERE referral_id = NEW.referral_id;
      RETURN NEW;
    END $$;
    DROP TRIGGER referral_approval_voids ON referral_package;
    CREATE TRIGGER referral_approval_voids BEFORE UPDATE OF package, package_groups ON referral_package
      FOR EACH ROW WHEN (OLD.package IS DISTINCT FROM NEW.package OR OLD.package_groups IS DISTINCT FROM NEW.package_groups)
      EXECUTE FUNCTION referral_approval_voided();
    CREATE FUNCTION referral_readdressed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_approval SET approval = 'void' WHERE referral_id = NEW.id;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_readdressed() OWNER TO {definer};
    -- Triggers go by their names: this one before the one that asks for the approval.
    CREATE TRIGGER referral_address_voids BEFORE UPDATE OF to_unit_id, to_agency_id, service_type ON referral FOR EACH ROW
      WHEN ((OLD.to_unit_id, OLD.to_agency_id, OLD.service_type) IS DISTINCT FROM (NEW.to_unit_id, NEW.to_agency_id, NEW.service_type))
      EXECUTE FUNCTION referral_readdressed();

    -- What the guards say of changes, they say of beginnings: nothing is born in a state that has to be come to.
    CREATE FUNCTION begins_at_its_beginning() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() THEN RAISE EXCEPTION 'this begins at its beginning' USING ERRCODE = '42501'; END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION begins_at_its_beginning() OWNER TO {definer};
    CREATE TRIGGER case_core_begins BEFORE INSERT ON case_core FOR EACH ROW
      WHEN (NEW.status IN ('closed', 'transferred_out') OR NEW.closure_reason IS NOT NULL OR NEW.closure_requested_by_id IS NOT NULL
        OR NEW.seal_reason IS NOT NULL OR NEW.specialist_referral_id IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
    CREATE TRIGGER consent_begins BEFORE INSERT ON consent FOR EACH ROW
      WHEN (NEW.status <> 'active' OR NEW.withdrawn_on IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
    CREATE TRIGGER referral_begins BEFORE INSERT ON referral FOR EACH ROW
      WHEN (NEW.status <> 'draft' OR NEW.package_open OR (NEW.sent_at, NEW.seen_at, NEW.claimed_by_id, NEW.answered_at, NEW.ended_at) IS DISTINCT FROM
        (NULL::timestamptz, NULL::timestamptz, NULL::uuid, NULL::timestamptz, NULL::timestamptz)) EXECUTE FUNCTION begins_at_its_beginning();
    CREATE FUNCTION package_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND (SELECT r.status FROM public.referral r WHERE r.id = NEW.referral_id) <> 'draft' THEN
        RAISE EXCEPTION 'what was sent does not change' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION package_begins() OWNER TO {definer};
    CREATE TRIGGER referral_package_begins BEFORE INSERT ON referral_package FOR EACH ROW EXECUTE FUNCTION package_begins();

    -- Why a case was sealed is said while it is, to whoever sees it; who of another agency works on a referral is never said.
    ${logged(
      'case_core',
      'case',
      {
        F0: `code status phase priority risk risk_set_on risk_expires_on country worker_id unit_id supervisor_unit_id specialist_unit_id sealed
          specialist_referral_id
          seal_reason closure_reason closure_requested_by_id`,
        F9: 'legal_basis',
        team: 'alias',
      },
      { by: 'id', silent: 'alias seal_reason' },
    )}
    ${logged('referral', 'referral', referral, { byReferral: 'id', silent: ofOthers })}
    ${loggedWithItsSource(referral, ofOthers)}
  `;
}
