import { SqlMigration } from '../src/platform/database/migration.ts';
import { approval } from './1795000000040-approval.ts';
import { specialists } from './1795000000040-specialists.ts';
import { caseScope, follows, owningTeam, reachedByTriggers, staysInCase, walled } from './in-case-scope.ts';

const inCare = `specialist_unit_id = (SELECT ctx.unit_id('specialist')) AND NOT sealed`;
const worker = `(SELECT ctx.user_id('social_worker'))`;
const workersUnit = `(SELECT ctx.unit_id('social_worker'))`;

/** What is most easily used against somebody stands in tables of its own, and so behind walls of its own: health, what was told, protection. */
export class SensitiveGroups1795000000040 extends SqlMigration {
  readonly name = 'SensitiveGroups1795000000040';
  readonly sql = `
    ALTER TABLE case_core ADD COLUMN specialist_referral_id uuid REFERENCES referral (id);
    -- Who cares for somebody follows from what was referred and is worked on: the system notes it, and nobody else, and nothing else.
    CREATE FUNCTION guard_case_care() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND (NEW.specialist_unit_id IS NULL AND NEW.specialist_referral_id IS NULL OR EXISTS (
        SELECT FROM public.referral r JOIN public.referral_source s ON s.referral_id = r.id WHERE r.id = NEW.specialist_referral_id
          AND s.case_id = NEW.id AND r.to_unit_id = NEW.specialist_unit_id AND r.status IN ('accepted', 'in_progress', 'on_hold')))
        THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'who cares for somebody follows from what was referred' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_case_care() OWNER TO {definer};
    CREATE TRIGGER case_core_care_is_guarded BEFORE UPDATE OF specialist_unit_id, specialist_referral_id ON case_core FOR EACH ROW
      WHEN ((OLD.specialist_unit_id, OLD.specialist_referral_id) IS DISTINCT FROM (NEW.specialist_unit_id, NEW.specialist_referral_id))
      EXECUTE FUNCTION guard_case_care();
    CREATE INDEX case_core_in_care ON case_core (specialist_unit_id, id) WHERE NOT sealed;
    GRANT SELECT ON case_core TO {p_specialist};
    CREATE POLICY in_our_care ON case_core FOR SELECT TO {p_specialist} USING (${inCare});

    CREATE TABLE case_health (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL UNIQUE REFERENCES case_core (id),
      coded_needs text[] NOT NULL,
      functioning_domains text[] NOT NULL,
      recommended_action text,
      flags text[] NOT NULL,
      specialists_only boolean NOT NULL,${caseScope}
    );
    CREATE TABLE case_clinical (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      note text CHECK (length(note) <= 1000),
      instrument text,
      score integer,
      noted_on date NOT NULL,
      author_id uuid NOT NULL REFERENCES person (id),
      specialists_only boolean NOT NULL,${caseScope},
      CHECK (note IS NOT NULL OR score IS NOT NULL),
      CHECK ((instrument IS NULL) = (score IS NULL))
    );
    CREATE INDEX case_clinical_of ON case_clinical (case_id, id);
    CREATE TABLE case_disclosure (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      type_code text NOT NULL,
      reported_on date NOT NULL,
      author_id uuid NOT NULL REFERENCES person (id),
      reader_ids uuid[] NOT NULL,
      action text NOT NULL,${caseScope},
      version integer NOT NULL
    );
    CREATE INDEX case_disclosure_by ON case_disclosure (author_id, id);
    CREATE INDEX case_disclosure_named ON case_disclosure USING gin (reader_ids);
    CREATE TABLE case_protection (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL UNIQUE REFERENCES case_core (id),
      protection_risk_reasons text[] NOT NULL,
      safety_plan_state text,
      safe_contact text,${caseScope}
    );
    ${['case_health', 'case_clinical', 'case_disclosure', 'case_protection'].map(follows).join('')}
    ${['case_health', 'case_clinical', 'case_disclosure'].map((table) => `${walled(table)}${reachedByTriggers(table)}`).join('')}
    ${staysInCase('case_health', 'id', 'specialists_only')}${staysInCase('case_clinical')}${staysInCase('case_protection')}
    ${staysInCase('case_disclosure', 'id', 'type_code', 'reported_on', 'author_id')}

    -- The coded summary: the team reads it; who writes it depends on whether this installation leaves health to specialists.
    CREATE POLICY mine ON case_health FOR SELECT TO {p_social_worker} USING (worker_id = ${worker});
    CREATE POLICY mine_added ON case_health FOR INSERT TO {p_social_worker} WITH CHECK (worker_id = ${worker} AND NOT specialists_only);
    CREATE POLICY mine_changed ON case_health FOR UPDATE TO {p_social_worker}
      USING (worker_id = ${worker}) WITH CHECK (worker_id = ${worker} AND NOT specialists_only);
    CREATE POLICY my_team ON case_health FOR SELECT TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed);
    CREATE POLICY in_our_care ON case_health TO {p_specialist} USING (${inCare});
    GRANT SELECT, INSERT, UPDATE ON case_health TO {p_social_worker}, {p_specialist};
    GRANT SELECT ON case_health TO {p_supervisor};

    -- Notes and scores: the specialists' alone, but for rows written where there are none.
    CREATE POLICY mine_open ON case_clinical TO {p_social_worker} USING (worker_id = ${worker} AND NOT specialists_only);
    CREATE POLICY my_team_open ON case_clinical FOR SELECT TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed AND NOT specialists_only);
    CREATE POLICY in_our_care ON case_clinical TO {p_specialist} USING (${inCare});
    CREATE POLICY signed_by_worker ON case_clinical AS RESTRICTIVE FOR INSERT TO {p_social_worker} WITH CHECK (author_id = ${worker});
    CREATE POLICY signed_by_specialist ON case_clinical AS RESTRICTIVE FOR INSERT TO {p_specialist}
      WITH CHECK (author_id = (SELECT ctx.user_id('specialist')));
    GRANT SELECT, INSERT ON case_clinical TO {p_social_worker}, {p_specialist};
    GRANT SELECT ON case_clinical TO {p_supervisor};

    -- What somebody told: its author's and whom the author named, as long as they work where the case is looked after.
    CREATE POLICY written ON case_disclosure FOR SELECT TO {p_social_worker} USING (author_id = ${worker} AND unit_id = ${workersUnit});
    CREATE POLICY named ON case_disclosure FOR SELECT TO {p_social_worker} USING (${worker} = ANY (reader_ids) AND unit_id = ${workersUnit});
    CREATE POLICY written_on_mine ON case_disclosure FOR INSERT TO {p_social_worker}
      WITH CHECK (author_id = ${worker} AND worker_id = ${worker} AND unit_id = ${workersUnit});
    CREATE POLICY changed ON case_disclosure FOR UPDATE TO {p_social_worker}
      USING ((author_id = ${worker} OR ${worker} = ANY (reader_ids)) AND unit_id = ${workersUnit})
      WITH CHECK (author_id = ${worker} AND unit_id = ${workersUnit});
    CREATE POLICY named_supervisor ON case_disclosure FOR SELECT TO {p_supervisor}
      USING ((SELECT ctx.user_id('supervisor')) = ANY (reader_ids) AND supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed);
    CREATE POLICY named_specialist ON case_disclosure FOR SELECT TO {p_specialist}
      USING ((SELECT ctx.user_id('specialist')) = ANY (reader_ids) AND ${inCare});
    GRANT SELECT, INSERT, UPDATE ON case_disclosure TO {p_social_worker};
    GRANT SELECT ON case_disclosure TO {p_supervisor}, {p_specialist};

    ${owningTeam('case_protection')}
    GRANT SELECT, INSERT, UPDATE ON case_protection TO {p_social_worker};
    GRANT SELECT, UPDATE ON case_protection TO {p_supervisor};
    ${specialists}
    ${approval}
  `;
}
