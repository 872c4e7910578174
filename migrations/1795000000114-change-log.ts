import { SqlMigration } from '../src/platform/database/migration.ts';
import { final, logged, loggedWithItsSource, teamReads, toldAsRead, toldBy } from './change-log.ts';
import { carried, reachedByTriggers, staysInCase, walled } from './in-case-scope.ts';

const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type urgency status sent_at see_by decide_by seen_at claimed_by_id answered_at answered_by_id reason outcome_code outcome_on
    outcome_units no_units_reason client_confirmed ended_at package_open`,
};

/** Nobody reads these by the case alone, so nobody reads them in its history: that they changed is all it knows. */
const clinical = 'note instrument score noted_on author_id specialists_only';
const disclosure = 'type_code reported_on author_id reader_ids action';

/**
 * Who changed which field of a case, from what to what, when. The database writes it by itself, one row for each record and
 * field group of a change, and shows a row to whoever may read that group of that record now.
 */
export class ChangeLog1795000000114 extends SqlMigration {
  readonly name = 'ChangeLog1795000000114';
  readonly sql = `
    -- No keys point out of it but the one to the case: its ids come from rows that hold them, and whoever erases a case cannot forget its history.
    CREATE TABLE change_log (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      case_id uuid NOT NULL REFERENCES case_core (id),
      -- To the millisecond, as pages are turned.
      at timestamptz(3) NOT NULL DEFAULT now(),
      action text NOT NULL,
      record text NOT NULL,
      record_id uuid NOT NULL,
      -- Record and group in one word, such as need.F2.
      field_group text NOT NULL,
      changes jsonb NOT NULL,${toldBy}
    );
    CREATE INDEX change_log_of ON change_log (case_id, at DESC NULLS LAST, id);
    ${walled('change_log')}${reachedByTriggers('change_log')}
    GRANT INSERT ON change_log TO {definer};
    GRANT SELECT ON change_log TO {p_social_worker}, {p_supervisor};
    ${toldAsRead('change_log', { worker: teamReads, supervisor: teamReads })}

    CREATE FUNCTION told_is_final() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      RAISE EXCEPTION 'what was told of a case stays as it was told';
    END $$;
    ${final('change_log', 'id case_id at action record record_id field_group changes')}
    ${carried('change_log')}${staysInCase('change_log')}

    -- Who acts, as the case's own team may know it: of another agency the unit, never the person; the system for a person is for that person.
    CREATE FUNCTION case_actor(of_unit uuid, of_team uuid, OUT actor_id uuid, OUT actor_role text, OUT actor_unit_id uuid, OUT on_behalf_of uuid)
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      actor_role := claims[3];
      IF claims[2] <> 'system' THEN
        actor_unit_id := claims[5]::uuid;
        IF actor_unit_id IN (of_unit, of_team) THEN actor_id := claims[4]::uuid; END IF;
      ELSIF claims[7] <> '' THEN
        SELECT p.unit_id, CASE WHEN p.unit_id IN (of_unit, of_team) THEN p.id END INTO actor_unit_id, on_behalf_of
          FROM public.person p WHERE p.id = claims[7]::uuid;
      END IF;
    END $$;
    ALTER FUNCTION case_actor(uuid, uuid) OWNER TO {definer};

    -- One row for each field group in which something differs; a field that nobody filled in is no change.
    CREATE FUNCTION note_change(kind text, about uuid, of_case uuid, stale jsonb, fresh jsonb,
        groups text[], columns text[], fields text[], silent boolean[]) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      of_unit uuid := fresh ->> 'unit_id';
      of_team uuid := fresh ->> 'supervisor_unit_id';
    BEGIN
      INSERT INTO public.change_log (case_id, action, record, record_id, field_group, changes, actor_id, actor_role, actor_unit_id, on_behalf_of,
          worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed)
        SELECT of_case, CASE WHEN stale IS NULL THEN 'create' ELSE 'edit' END, kind, about, kind || '.' || changed.field_group, changed.changes,
          who.actor_id, who.actor_role, who.actor_unit_id, who.on_behalf_of,
          (fresh ->> 'worker_id')::uuid, of_unit, of_team, (fresh ->> 'specialist_unit_id')::uuid, (fresh ->> 'sealed')::boolean
        FROM (
          SELECT f.field_group, jsonb_object_agg(f.field, CASE WHEN f.silent THEN '{}'
            ELSE jsonb_build_object('from', coalesce(stale -> f.name, 'null'), 'to', fresh -> f.name) END) AS changes
          FROM unnest(groups, columns, fields, silent) AS f (field_group, name, field, silent)
          WHERE coalesce(stale -> f.name, 'null') <> fresh -> f.name
          GROUP BY f.field_group
        ) changed, public.case_actor(of_unit, of_team) who;
    END $$;
    ALTER FUNCTION note_change(text, uuid, uuid, jsonb, jsonb, text[], text[], text[], boolean[]) OWNER TO {definer};

    CREATE FUNCTION change_noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    DECLARE
      fresh jsonb := to_jsonb(NEW);
      stale jsonb;
      of_case uuid;
    BEGIN
      IF TG_OP = 'UPDATE' THEN stale := to_jsonb(OLD); END IF;
      of_case := fresh ->> TG_ARGV[3];
      IF TG_ARGV[2] = 'referral' THEN
        SELECT s.case_id INTO of_case FROM public.referral_source s WHERE s.referral_id = of_case;
      END IF;
      IF of_case IS NOT NULL THEN
        PERFORM public.note_change(TG_ARGV[0], (fresh ->> TG_ARGV[1])::uuid, of_case, stale, fresh,
          TG_ARGV[4]::text[], TG_ARGV[5]::text[], TG_ARGV[6]::text[], TG_ARGV[7]::boolean[]);
      END IF;
      RETURN NULL;
    END $$;
    ALTER FUNCTION change_noted() OWNER TO {definer};

    CREATE FUNCTION referral_noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    BEGIN
      PERFORM public.note_change(TG_ARGV[0], r.id, NEW.case_id, NULL, to_jsonb(r),
        TG_ARGV[4]::text[], TG_ARGV[5]::text[], TG_ARGV[6]::text[], TG_ARGV[7]::boolean[])
        FROM public.referral r WHERE r.id = NEW.referral_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_noted() OWNER TO {definer};

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
      { by: 'id', silent: 'alias' },
    )}
    ${logged(
      'case_profile',
      'case',
      { F1: 'age_band sex language interpreter_needed region household_band disability_flag roles origin preferred_worker_sex' },
      { key: 'case_id' },
    )}
    ${logged('case_anchor', 'case', { anchor: 'arrived_on registered_on placed_on birth_quarter district' }, { key: 'case_id' })}
    ${logged('case_situation', 'case', { F2: 'care_arrangement school_state livelihood_state housing_state' }, { key: 'case_id' })}
    ${logged('case_need', 'need', { F2: 'domain need_code severity noted_on status' })}
    ${logged('case_narrative', 'note', { F6: 'note author_id noted_on' }, { silent: 'note' })}
    ${logged('case_health', 'health-summary', { F3a: 'coded_needs functioning_domains recommended_action flags specialists_only' })}
    ${logged('case_clinical', 'clinical-entry', { F3b: clinical }, { silent: clinical })}
    ${logged('case_disclosure', 'case-disclosure', { F3c: disclosure }, { silent: disclosure })}
    ${logged('case_protection', 'protection', { F5: 'protection_risk_reasons safe_contact', 'F5-level': 'safety_plan_state' })}
    ${logged('consent', 'consent', {
      F9: `scopes recipient_ids basis text_version language given_by form assent valid_from valid_to status withdrawn_on`,
    })}
    ${logged('follow_up', 'follow-up', { F0: 'type status due_on risk_basis done_on done_by_id waived_reason', F2: 'result' })}
    ${logged('referral', 'referral', referral, { byReferral: 'id' })}
    ${loggedWithItsSource(referral)}
    ${logged('referral_source', 'referral', { source: 'consent_id sender_id age_at_edge duplicate_reason one_off' }, { key: 'referral_id' })}
    ${logged(
      'referral_package',
      'referral',
      { disclosure: 'package package_groups' },
      { key: 'referral_id', byReferral: 'referral_id', silent: 'package' },
    )}
    ${logged(
      'referral_approval',
      'referral',
      { approval: 'approval approval_asked_by_id approval_asked_at approval_decided_by_id approval_decided_at decline_reason' },
      { key: 'referral_id' },
    )}
    ${logged(
      'delivery',
      'delivery',
      {
        service: 'referral_id by_unit_id service_type delivered_on mode attendance duration_band units corrects_id',
        author: 'author_id recorded_at',
      },
      { byReferral: 'referral_id', silent: 'author_id recorded_at' },
    )}
  `;
}
