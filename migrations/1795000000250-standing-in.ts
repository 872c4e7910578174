import { SqlMigration } from '../src/platform/database/migration.ts';
import { teamReads, toldWhereCovered } from './change-log.ts';
import { whereCovered } from './in-case-scope.ts';

/** What of a case there is one of: it comes into being with the case, and whoever stands in opens none. */
const parts = ['case_core', 'case_profile', 'case_anchor', 'case_situation'];
const rows = [
  ...['case_need', 'case_narrative', 'case_protection', 'consent', 'follow_up', 'delivery'],
  ...['referral', 'referral_source', 'referral_package', 'referral_approval', 'referral_message', 'referral_slip'],
  ...['consent_override', 'consent_override_source', 'task', 'task_source', 'task_package'],
];
const reads = {
  ...{ ...teamReads, delivery: 'service answer', 'referral-message': 'message', slip: 'facts' },
  ...{ 'consent-override': 'facts source', task: 'reference facts source disclosure' },
};

/** Whoever acts for a person, for the history of a case: the system for whoever's deed it works in, a colleague for whoever is away. */
const forWhom = 'THEN by_person WHEN length(claims[7]) > 0 AND ctx.covers(claims, own.worker_id) THEN own.worker_id END,';

/**
 * A colleague who stands in works on the cases of whoever is away, on the days of the delegation and on no other. No row says so: for whom
 * somebody stands in is signed into the context of their request, and held against the delegations by every transaction.
 */
export class StandingIn1795000000250 extends SqlMigration {
  readonly name = 'StandingIn1795000000250';
  readonly sql = `
    -- Those whom a social worker's context is signed for, beside the holder: of whoever stands in for nobody, no row at all.
    CREATE FUNCTION ctx.stands_in_for(claims text[]) RETURNS uuid[] LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
      SELECT CASE WHEN claims[2] = 'social_worker' THEN string_to_array(nullif(claims[7], ''), ',')::uuid[] END
    $$;
    CREATE FUNCTION ctx.covers(claims text[], person uuid) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
      SELECT coalesce(person = ANY (ctx.stands_in_for(claims)), false)
    $$;
    CREATE FUNCTION ctx.covered(persona text) RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF claims[2] = persona THEN RETURN ctx.stands_in_for(claims); END IF;
      RETURN NULL;
    END $$;
    ALTER FUNCTION ctx.stands_in_for(text[]) OWNER TO {definer};
    ALTER FUNCTION ctx.covers(text[], uuid) OWNER TO {definer};
    ALTER FUNCTION ctx.covered(text) OWNER TO {definer};
    REVOKE ALL ON FUNCTION ctx.stands_in_for(text[]), ctx.covers(text[], uuid), ctx.covered(text) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION ctx.stands_in_for(text[]), ctx.covers(text[], uuid), ctx.covered(text) TO {definer};
    GRANT EXECUTE ON FUNCTION ctx.covered(text) TO {p_social_worker};

    -- Who is at work in one unit with whoever is away, both as social workers: who has gone or changed posts neither covers nor is covered.
    CREATE POLICY read_by_function ON delegation FOR SELECT TO {definer} USING (true);
    GRANT SELECT ON delegation TO {definer};
    CREATE FUNCTION identity.covers_of(stand_in uuid) RETURNS TABLE (person_id uuid, from_on date, to_on date)
      LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
      SELECT d.person_id, d.from_on, d.to_on FROM public.delegation d
      JOIN public.person away ON away.id = d.person_id AND away.active AND away.unit_id = d.unit_id AND away.role = 'social-worker'
      JOIN public.person here ON here.id = d.delegate_id AND here.active AND here.unit_id = d.unit_id AND here.role = 'social-worker'
      WHERE d.delegate_id = stand_in AND d.ended_on IS NULL
    $$;

    -- On which days the holder of a session stands in for whom, and where they work; of a session that can stand in for nobody, nothing.
    CREATE FUNCTION identity.standing_in(hash bytea) RETURNS TABLE (country text, covered_id uuid, from_on text, to_on text)
      LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT a.country, c.person_id, c.from_on::text, c.to_on::text
      FROM identity.living_session(hash) l JOIN public.agency a ON a.id = l.agency_id LEFT JOIN LATERAL identity.covers_of(l.person_id) c ON true
      WHERE l.role = 'social-worker'
    $$;

    -- That the context says of whoever holds it what the delegations say of them on that day: neither somebody too many nor one too few.
    CREATE FUNCTION identity.assert_standing(today date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF ARRAY(SELECT DISTINCT c.person_id FROM identity.covers_of(claims[4]::uuid) c WHERE today BETWEEN c.from_on AND c.to_on ORDER BY 1)
         IS DISTINCT FROM ARRAY(SELECT DISTINCT p FROM unnest(ctx.stands_in_for(claims)) p ORDER BY 1) THEN
        RAISE EXCEPTION 'stands in for others than was thought' USING ERRCODE = 'HW409';
      END IF;
    END $$;
    ALTER FUNCTION identity.covers_of(uuid) OWNER TO {definer};
    ALTER FUNCTION identity.standing_in(bytea) OWNER TO {definer};
    ALTER FUNCTION identity.assert_standing(date) OWNER TO {definer};
    REVOKE ALL ON FUNCTION identity.covers_of(uuid), identity.standing_in(bytea), identity.assert_standing(date) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION identity.standing_in(bytea) TO {p_guest};
    GRANT EXECUTE ON FUNCTION identity.assert_standing(date) TO {p_social_worker};

    ${parts.map((table) => whereCovered(table, ['SELECT', 'UPDATE'])).join('')}
    ${rows.map((table) => whereCovered(table)).join('')}
    ${whereCovered('case_clinical', ['ALL'], 'NOT specialists_only')}
    ${whereCovered('case_health', ['SELECT'])}
    ${whereCovered('case_health', ['INSERT', 'UPDATE'], 'NOT specialists_only')}
    -- What was told to whoever stands in: theirs, as every disclosure is its author's. What others wrote is not read by standing in.
    ${whereCovered('case_disclosure', ['INSERT'], "author_id = (SELECT ctx.user_id('social_worker'))")}
    ${['change_log', 'timeline_entry'].map((table) => toldWhereCovered(table, reads)).join('')}

    -- The access log says for whom, row by row: that somebody could have stood in for others does not mean that they did.
    CREATE OR REPLACE FUNCTION audit.note(request text, action text, record text, ids uuid[], field_groups text[], result text) RETURNS boolean
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      INSERT INTO audit.event (actor_id, actor_role, unit_id, on_behalf_of, request_id, action, record, record_ids, groups, result)
      VALUES (nullif(claims[4], '')::uuid, claims[3], nullif(claims[5], '')::uuid,
              CASE claims[2] WHEN 'social_worker' THEN NULL ELSE nullif(claims[7], '')::uuid END,
              request, action, record, ids, field_groups, result);
      RETURN true;
    END $$;
    CREATE FUNCTION audit.note_for(request text, action text, record text, ids uuid[], field_groups text[], result text, stood_in_for uuid) RETURNS boolean
      LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      INSERT INTO audit.event (actor_id, actor_role, unit_id, on_behalf_of, request_id, action, record, record_ids, groups, result)
      VALUES (nullif(claims[4], '')::uuid, claims[3], nullif(claims[5], '')::uuid, CASE WHEN ctx.covers(claims, stood_in_for) THEN stood_in_for END,
              request, action, record, ids, field_groups, result);
      RETURN true;
    END $$;
    ALTER FUNCTION audit.note_for(text, text, text, uuid[], text[], text, uuid) OWNER TO {definer};
    REVOKE ALL ON FUNCTION audit.note_for(text, text, text, uuid[], text[], text, uuid) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION audit.note_for(text, text, text, uuid[], text[], text, uuid) TO {p_social_worker};

    -- So do the history and the timeline of a case.
    CREATE OR REPLACE FUNCTION timeline_told_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT who.actor_id, who.actor_role, who.actor_unit_id, coalesce(who.on_behalf_of, CASE WHEN ctx.covers(ctx.claims(), NEW.worker_id) THEN NEW.worker_id END)
        INTO NEW.actor_id, NEW.actor_role, NEW.actor_unit_id, NEW.on_behalf_of
        FROM public.case_actor(NEW.unit_id, NEW.supervisor_unit_id) who;
      RETURN NEW;
    END $$;
    -- What writes the history is drawn table by table: each such function says it, and what draws the next one.
    DO $$
    DECLARE each record;
    BEGIN
      FOR each IN SELECT pg_get_functiondef(p.oid) AS stale FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
          AND (p.proname LIKE '%\\_told' OR p.proname IN ('log_drawn', 'note_change')) AND p.prosrc LIKE '%THEN by_person END,%own.worker_id%' LOOP
        -- The second one is the line of on whose behalf: the first one names who acted.
        EXECUTE regexp_replace(each.stale, '(CASE WHEN (?:is_of_team AND claims\\[2\\] =|by_system AND)[^\\n]*?) THEN by_person END,', '\\1 ${forWhom}', 'g');
      END LOOP;
    END $$;
  `;
}
