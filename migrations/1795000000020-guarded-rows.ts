import { SqlMigration } from '../src/platform/database/migration.ts';

const changed = (columns: readonly string[]): string =>
  `(${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')})`;

/** Asks only when one of these columns is named by the statement and really gets another value: other changes pay nothing. */
const guarded = (table: string, trigger: string, columns: readonly string[], by: string, unless = ''): string => `
    CREATE TRIGGER ${table}_${trigger} BEFORE UPDATE OF ${columns.join(', ')} ON ${table}
      FOR EACH ROW WHEN (${unless}${changed(columns)}) EXECUTE FUNCTION ${by}();`;
const stays = (table: string, columns: readonly string[]): string => guarded(table, 'facts_stay', columns, 'stays_as_written');

const trigger = (name: string, body: string): string => `
    CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    ${body} $$;
    ALTER FUNCTION ${name}() OWNER TO {definer};`;
const refuse = (words: string): string => `RAISE EXCEPTION '${words}' USING ERRCODE = '42501';`;

const routing = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
const myUnit = `(SELECT ctx.unit_id('social_worker'))`;

/**
 * Row policies say whose a row is; these guards say what may become of it, so that no plain statement takes a row out of its law or
 * skips the second pair of eyes. They name who may, and refuse everybody else: a context dropped in mid-statement opens nothing.
 */
export class GuardedRows1795000000020 extends SqlMigration {
  readonly name = 'GuardedRows1795000000020';
  readonly sql = `
    -- Whether the running system is at work here, and not whoever migrates. No statement can change who logged in.
    CREATE FUNCTION ctx.is_house() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
      SELECT NOT pg_has_role(session_user, n.nspowner, 'MEMBER') FROM pg_namespace n WHERE n.nspname = 'ctx'
    $$;
    GRANT EXECUTE ON FUNCTION ctx.is_house() TO {definer};
    ${trigger(
      'stays_as_written',
      `BEGIN
      IF ctx.is_house() THEN ${refuse('this stays as it was written')} END IF;
      RETURN NEW;
    END`,
    )}

    -- A row stays in its case, and what others know a row by stays its name.
    DO $$
    DECLARE one record;
    BEGIN
      FOR one IN
        SELECT c.oid::regclass AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
          string_agg(format('OLD.%I', a.attname), ', ' ORDER BY a.attnum) AS before, string_agg(format('NEW.%I', a.attname), ', ' ORDER BY a.attnum) AS after
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('id', 'case_id', 'referral_id')
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND (c.relname IN ('case_core', 'referral', 'referral_package', 'delivery')
          OR EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attname = 'case_id')) GROUP BY c.oid
      LOOP
        EXECUTE format('CREATE TRIGGER stays_in_its_case BEFORE UPDATE OF %s ON %s FOR EACH ROW
          WHEN ((%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION stays_as_written()', one.columns, one.name, one.before, one.after);
      END LOOP;
    END $$;
    ${stays('case_core', ['code', 'country'])}
    ${stays('follow_up', ['type', 'country'])}
    ${stays('consent', ['scopes', 'recipient_ids', 'basis', 'text_version', 'language', 'given_by', 'form', 'assent', 'valid_from'])}
    ${stays('referral', ['code'])}
    ${stays('notification', ['id', 'person_id', 'kind', 'subject_type', 'subject_id', 'cause_id', 'due_on', 'created_at'])}
    ${stays('agency', ['id', 'code', 'type', 'country'])}
    ${stays('unit', ['id', 'agency_id'])}

    -- A worker opens cases in the own unit, open to the supervisor; whoever adds a row signs it with the own name.
    CREATE POLICY opened_here ON case_core AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (unit_id = ${myUnit} AND supervisor_unit_id = ${myUnit} AND specialist_unit_id IS NULL AND NOT sealed);
    CREATE POLICY signed ON case_narrative AS RESTRICTIVE FOR INSERT TO {p_social_worker} WITH CHECK (author_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY signed ON referral_source AS RESTRICTIVE FOR INSERT TO {p_social_worker} WITH CHECK (sender_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY signed_by_partner ON delivery AS RESTRICTIVE FOR INSERT TO {p_partner} WITH CHECK (author_id = (SELECT ctx.user_id('partner')));
    CREATE POLICY signed_by_ministry ON delivery AS RESTRICTIVE FOR INSERT TO {p_ministry} WITH CHECK (author_id = (SELECT ctx.user_id('ministry')));

    -- Nobody but the supervisor gives a case to somebody, and only to a social worker at work in its unit. The system, within
    -- somebody's deed, seals a case or lets a unit of specialists in; whose the case is it does not touch.
    ${trigger(
      'guard_case_routing',
      `BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND (NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id)
        IS NOT DISTINCT FROM (OLD.worker_id, OLD.unit_id, OLD.supervisor_unit_id) THEN RETURN NEW; END IF;
      IF ctx.is_persona('supervisor')
        AND (NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed)
          IS NOT DISTINCT FROM (OLD.unit_id, OLD.supervisor_unit_id, OLD.specialist_unit_id, OLD.sealed)
        AND EXISTS (SELECT FROM public.person p WHERE p.id = NEW.worker_id AND p.role = 'social-worker' AND p.unit_id = NEW.unit_id AND p.active)
        THEN RETURN NEW; END IF;
      ${refuse('a case changes hands only within its unit, by its supervisor')}
    END`,
    )}
    ${guarded('case_core', 'routing_is_guarded', routing, 'guard_case_routing')}

    -- What the worker judges, the worker changes; the system only lets a judgement of danger expire.
    ${trigger(
      'guard_case_judgement',
      `BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('social_worker') THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND (NEW.alias, NEW.phase, NEW.priority, NEW.legal_basis) IS NOT DISTINCT FROM (OLD.alias, OLD.phase, OLD.priority, OLD.legal_basis)
        THEN RETURN NEW; END IF;
      ${refuse('this is for the worker to judge')}
    END`,
    )}
    ${guarded('case_core', 'judgement_is_guarded', ['alias', 'phase', 'priority', 'risk', 'risk_set_on', 'risk_expires_on', 'legal_basis'], 'guard_case_judgement')}

    -- Two people close a case: the worker asks, somebody else agrees or does not.
    ${trigger(
      'guard_case_closing',
      `DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
      over constant text[] := ARRAY['closed', 'transferred_out'];
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF worker IS NOT NULL AND NOT OLD.status = ANY (over) AND NOT NEW.status = ANY (over)
        AND ((NEW.closure_requested_by_id, NEW.closure_reason) IS NOT DISTINCT FROM (OLD.closure_requested_by_id, OLD.closure_reason)
          OR OLD.closure_requested_by_id IS NULL AND NEW.closure_requested_by_id = worker) THEN RETURN NEW; END IF;
      IF supervisor IS NOT NULL AND NEW.closure_requested_by_id IS NULL
        AND (NEW.status = OLD.status
          OR NEW.status = 'closed' AND OLD.closure_requested_by_id <> supervisor
          OR OLD.status = 'closed' AND NEW.status = 'active') THEN RETURN NEW; END IF;
      ${refuse('closing takes two')}
    END`,
    )}
    ${guarded('case_core', 'closing_is_guarded', ['status', 'closure_reason', 'closure_requested_by_id'], 'guard_case_closing')}

    -- The day of a follow-up is the system's to set; the worker says that the contact was made, in the own name.
    ${trigger(
      'guard_follow_up',
      `DECLARE worker uuid := ctx.user_id('social_worker');
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') THEN RETURN NEW; END IF;
      IF OLD.status IN ('planned', 'due', 'missed') AND NEW.status = 'done' AND NEW.done_by_id = worker
        AND (NEW.due_on, NEW.risk_basis, NEW.waived_reason) IS NOT DISTINCT FROM (OLD.due_on, OLD.risk_basis, OLD.waived_reason) THEN RETURN NEW; END IF;
      ${refuse('a follow-up is only ever done')}
    END`,
    )}
    ${guarded('follow_up', 'is_guarded', ['status', 'due_on', 'risk_basis', 'waived_reason', 'done_on', 'done_by_id', 'result'], 'guard_follow_up')}

    -- A consent ends, sooner if need be; nothing brings it back or makes it last.
    ${trigger(
      'guard_consent',
      `BEGIN
      IF ctx.is_house() AND (OLD.status <> 'active' OR NEW.valid_to > OLD.valid_to) THEN ${refuse('a consent only ever ends')} END IF;
      RETURN NEW;
    END`,
    )}
    ${guarded('consent', 'is_guarded', ['status', 'withdrawn_on', 'valid_to'], 'guard_consent')}

    -- What was sent stays addressed as it was; what is over stays over; a package is opened once, by whoever accepts the referral.
    ${guarded('referral', 'address_stays', ['to_unit_id', 'to_agency_id', 'service_type', 'urgency', 'sent_at', 'see_by', 'decide_by'], 'stays_as_written', `OLD.status <> 'draft' AND `)}
    DROP TRIGGER referral_is_guarded ON referral;
    ${trigger(
      'guard_referral',
      `BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.package_open AND NOT OLD.package_open
        AND NOT (OLD.status = 'sent' AND NEW.status = 'accepted' AND (ctx.is_persona('partner') OR ctx.is_persona('ministry'))) THEN
        ${refuse('a closed package stays closed')}
      END IF;
      IF NEW.status <> OLD.status AND (OLD.status IN ('rejected', 'completed', 'failed', 'cancelled', 'entered_in_error')
        OR NEW.status = 'draft' OR OLD.status = 'draft' AND NEW.status NOT IN ('sent', 'entered_in_error')
        OR NEW.status = 'sent' AND NOT (OLD.status = 'draft' AND ctx.is_persona('social_worker'))) THEN
        ${refuse('a referral does not go back')}
      END IF;
      RETURN NEW;
    END`,
    )}
    ${guarded('referral', 'is_guarded', ['package_open', 'status'], 'guard_referral')}

    -- A referral takes its scope from its sender's side, whatever the statement said.
    ${trigger(
      'referral_scope_taken',
      `BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT s.worker_id, s.unit_id, s.supervisor_unit_id, s.specialist_unit_id, s.sealed
        INTO NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.referral_source s WHERE s.referral_id = NEW.id;
      IF NOT FOUND THEN
        SELECT OLD.worker_id, OLD.unit_id, OLD.supervisor_unit_id, OLD.specialist_unit_id, OLD.sealed
          INTO NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed;
      END IF;
      RETURN NEW;
    END`,
    )}

    ${guarded('referral', 'takes_scope', routing, 'referral_scope_taken')}

    -- Nobody changes what they themselves may do, and one administrator always remains; whose context was dropped changes nobody.
    ${trigger(
      'guard_person',
      `DECLARE admin uuid := ctx.user_id('admin');
    BEGIN
      IF NEW.id <> OLD.id THEN RAISE EXCEPTION 'a person stays the same person' USING ERRCODE = '23514'; END IF;
      IF (NEW.role, NEW.unit_id, NEW.agency_id, NEW.active) IS NOT DISTINCT FROM (OLD.role, OLD.unit_id, OLD.agency_id, OLD.active) THEN RETURN NEW; END IF;
      IF admin = OLD.id OR admin IS NULL AND ctx.is_house() THEN ${refuse('never one’s own rights')} END IF;
      IF OLD.role = 'administrator' AND OLD.active AND NOT (NEW.role = 'administrator' AND NEW.active) THEN
        PERFORM pg_advisory_xact_lock(hashtext('homeward-last-administrator'));
        IF NOT EXISTS (SELECT 1 FROM public.person p WHERE p.role = 'administrator' AND p.active AND p.id <> OLD.id) THEN
          RAISE EXCEPTION 'one administrator remains' USING ERRCODE = '23514';
        END IF;
      END IF;
      RETURN NEW;
    END`,
    )}

    -- A delivery corrects one of the same referral.
    ${trigger(
      'delivery_taken',
      `BEGIN
      SELECT r.to_unit_id, r.worker_id, r.unit_id, r.supervisor_unit_id, r.specialist_unit_id, r.sealed
        INTO NEW.by_unit_id, NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.referral r WHERE r.id = NEW.referral_id;
      IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.delivery d WHERE d.id = NEW.corrects_id AND d.referral_id = NEW.referral_id) THEN
        ${refuse('this corrects nothing of the referral')}
      END IF;
      RETURN NEW;
    END`,
    )}
  `;
}
