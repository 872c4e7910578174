import { SqlMigration } from '../src/platform/database/migration.ts';
import { walled } from './in-case-scope.ts';

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
const definer = (name: string): string => `ALTER FUNCTION ${name} OWNER TO {definer};`;
const trigger = (name: string, body: string): string => `
    CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    ${body} $$;
    ${definer(`${name}()`)}`;
const refuse = (why: string): string => `RAISE EXCEPTION '${why}' USING ERRCODE = '42501';`;

/** Whoever changes what is open and what lies under what takes turns: nothing is left to a unit that closes meanwhile. */
const inTurn = `PERFORM pg_advisory_xact_lock(hashtext('homeward-units'));`;

/** Who answers what is asked of a unit. */
const answering = `('partner-worker', 'ministry-officer', 'focal-point', 'specialist')`;

/** A unit or an agency that takes part no longer: what has to be settled first, and what it can no longer get. */
export class ClosedUnits1795000000270 extends SqlMigration {
  readonly name = 'ClosedUnits1795000000270';
  readonly sql = `
    ALTER TABLE agency ADD COLUMN closed_reason text;
    ALTER TABLE unit ADD COLUMN closed_reason text;
    -- Whoever is shut out for a time is not at work, and has not left: the unit still has them.
    ALTER TABLE person ADD COLUMN suspended boolean NOT NULL DEFAULT false CHECK (NOT (suspended AND active));
    -- Held still while something is addressed to it; and said to be answered in again once somebody works there who answers.
    GRANT UPDATE (version) ON agency TO {definer};
    GRANT UPDATE (works_without_accounts, version) ON unit TO {definer};
    CREATE POLICY held_still ON agency FOR UPDATE TO {definer} USING (true) WITH CHECK (false);
    CREATE POLICY answered_again ON unit FOR UPDATE TO {definer} USING (true) WITH CHECK (NOT works_without_accounts);

    -- What an agency or a unit was called before, where it belonged, and why it closed.
    CREATE TABLE institution_change (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      agency_id uuid NOT NULL,
      unit_id uuid,
      kind text NOT NULL,
      was text,
      became text,
      reason text,
      at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX institution_change_of_agency ON institution_change (agency_id, at);
    CREATE INDEX institution_change_of_unit ON institution_change (unit_id, at);
    ${walled('institution_change')}
    GRANT INSERT ON institution_change TO {definer};
    CREATE POLICY noted ON institution_change FOR INSERT TO {definer} WITH CHECK (true);
    GRANT SELECT ON institution_change TO ${signedIn.map((claim) => `{p_${claim}}`).join(', ')};
    ${signedIn
      .map(
        (claim) =>
          `CREATE POLICY read_by_${claim} ON institution_change FOR SELECT TO {p_${claim}} USING ((SELECT ctx.is_persona('${claim}')));`,
      )
      .join('\n    ')}
    ${trigger(
      'institution_noted',
      `DECLARE
      before constant jsonb := to_jsonb(OLD);
      after constant jsonb := to_jsonb(NEW);
      of_unit constant uuid := CASE TG_TABLE_NAME WHEN 'unit' THEN NEW.id END;
      of_agency constant uuid := CASE TG_TABLE_NAME WHEN 'unit' THEN (after ->> 'agency_id')::uuid ELSE NEW.id END;
    BEGIN
      INSERT INTO public.institution_change (agency_id, unit_id, kind, was, became, reason)
        SELECT of_agency, of_unit, change.kind, before ->> change.field, after ->> change.field, NULL
        FROM (VALUES ('renamed', 'name'), ('placed', 'parent_unit_id'), ('in-region', 'region'), ('accounts', 'works_without_accounts'))
          AS change (kind, field) WHERE before ->> change.field IS DISTINCT FROM after ->> change.field;
      IF OLD.active AND NOT NEW.active THEN
        INSERT INTO public.institution_change (agency_id, unit_id, kind, reason) VALUES (of_agency, of_unit, 'closed', NEW.closed_reason);
      ELSIF NEW.active AND NOT OLD.active THEN
        INSERT INTO public.institution_change (agency_id, unit_id, kind) VALUES (of_agency, of_unit, 'reopened');
      END IF;
      RETURN NULL;
    END`,
    )}
    CREATE TRIGGER agency_is_noted AFTER UPDATE ON agency FOR EACH ROW EXECUTE FUNCTION institution_noted();
    CREATE TRIGGER unit_is_noted AFTER UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION institution_noted();

    -- What keeps a unit from being closed. Of people and programs how many, of the rest whether there is any: an administrator reads no case,
    -- and counts none. Referrals and tasks keep it only if no unit above takes them; what is still to be looked after of a closed case keeps it too.
    CREATE FUNCTION identity.unit_holds(which uuid)
      RETURNS TABLE (people integer, programs integer, cases boolean, follow_ups boolean, referrals boolean, tasks boolean)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      by_slip boolean;
      has_home boolean;
    BEGIN
      PERFORM ctx.require('admin');
      ${inTurn}
      WITH RECURSIVE above AS (
          SELECT u.parent_unit_id AS id, 1 AS steps FROM public.unit u WHERE u.id = which
          UNION ALL SELECT u.parent_unit_id, a.steps + 1 FROM above a JOIN public.unit u ON u.id = a.id WHERE a.steps < 20)
        SELECT u.works_without_accounts INTO by_slip FROM above a JOIN public.unit u ON u.id = a.id WHERE u.active ORDER BY a.steps LIMIT 1;
      has_home := FOUND;
      RETURN QUERY SELECT
        (SELECT count(*)::integer FROM public.person p WHERE p.unit_id = which AND p.kind = 'person' AND (p.active OR p.suspended)),
        (SELECT count(*)::integer FROM public.person p WHERE p.unit_id = which AND p.kind = 'client' AND p.active),
        EXISTS (SELECT FROM public.case_core c
          WHERE which IN (c.unit_id, c.supervisor_unit_id) AND c.status NOT IN ('closed', 'transferred_out')),
        EXISTS (SELECT FROM public.follow_up f
          WHERE which IN (f.unit_id, f.supervisor_unit_id) AND f.status IN ('planned', 'due', 'missed')),
        NOT has_home AND EXISTS (SELECT FROM public.referral r
          WHERE r.to_unit_id = which AND r.status IN ('sent', 'accepted', 'in_progress', 'on_hold')),
        (NOT has_home OR by_slip) AND EXISTS (SELECT FROM public.task t WHERE t.owner_unit_id = which AND NOT t.of_team
          AND t.status IN ('open', 'claimed', 'in_progress', 'blocked', 'returned'));
    END $$;
    ${definer('identity.unit_holds(uuid)')}
    GRANT EXECUTE ON FUNCTION identity.unit_holds(uuid) TO {p_admin};

    -- Whoever is not of the house repairs; everybody else closes what holds nothing any more, says why, and puts no unit in a circle.
    ${trigger(
      'guard_unit',
      `BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF (NEW.id, NEW.agency_id) IS DISTINCT FROM (OLD.id, OLD.agency_id) THEN ${refuse('a unit stays in its agency')} END IF;
      IF NEW.active IS DISTINCT FROM (NEW.closed_reason IS NULL) THEN ${refuse('a unit is closed for a reason')} END IF;
      IF OLD.active AND NOT NEW.active AND EXISTS (SELECT FROM identity.unit_holds(NEW.id) h
        WHERE h.people + h.programs > 0 OR h.cases OR h.follow_ups OR h.referrals OR h.tasks) THEN ${refuse('this unit is in use')} END IF;
      IF NEW.active AND NOT OLD.active THEN PERFORM public.hold_open_agency(NEW.agency_id); END IF;
      IF NEW.parent_unit_id IS NOT NULL AND NEW.parent_unit_id IS DISTINCT FROM OLD.parent_unit_id THEN
        ${inTurn}
        PERFORM public.hold_open_unit(NEW.parent_unit_id);
        IF EXISTS (WITH RECURSIVE above AS (
            SELECT NEW.parent_unit_id AS id, 1 AS steps
            UNION ALL SELECT u.parent_unit_id, a.steps + 1 FROM above a JOIN public.unit u ON u.id = a.id WHERE a.steps < 20)
          SELECT FROM above a WHERE a.id = NEW.id OR a.steps = 20 AND a.id IS NOT NULL) THEN ${refuse('a unit lies under no unit below it')} END IF;
      END IF;
      IF NEW.works_without_accounts AND NOT OLD.works_without_accounts AND EXISTS (SELECT FROM public.person p
        WHERE p.unit_id = NEW.id AND p.active AND p.role IN ${answering}) THEN ${refuse('somebody of this unit answers')} END IF;
      RETURN NEW;
    END`,
    )}
    ${trigger(
      'guard_agency',
      `BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.active IS DISTINCT FROM (NEW.closed_reason IS NULL) THEN ${refuse('an agency is closed for a reason')} END IF;
      IF OLD.active AND NOT NEW.active AND (EXISTS (SELECT FROM public.unit u WHERE u.agency_id = NEW.id AND u.active)
        OR EXISTS (SELECT FROM public.sharing_protocol p WHERE NEW.id IN (p.from_agency_id, p.to_agency_id) AND p.status <> 'ended'))
        THEN ${refuse('this agency is in use')} END IF;
      RETURN NEW;
    END`,
    )}

    -- What is addressed to a unit holds it open until it is there; a closed one gets nothing.
    CREATE FUNCTION hold_open_agency(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM 1 FROM public.agency a WHERE a.id = which AND a.active FOR KEY SHARE;
      IF NOT FOUND THEN ${refuse('this agency is closed')} END IF;
    END $$;
    ${definer('hold_open_agency(uuid)')}
    CREATE FUNCTION hold_open_unit(which uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM 1 FROM public.unit u WHERE u.id = which AND u.active FOR KEY SHARE;
      IF NOT FOUND THEN ${refuse('this unit is closed')} END IF;
    END $$;
    ${definer('hold_open_unit(uuid)')}
    ${trigger(
      'goes_to_open_unit',
      `BEGIN
      IF ctx.is_house() THEN PERFORM public.hold_open_unit((to_jsonb(NEW) ->> TG_ARGV[0])::uuid); END IF;
      RETURN NEW;
    END`,
    )}
    ${trigger(
      'is_of_open_agencies',
      `DECLARE field text;
    BEGIN
      IF ctx.is_house() THEN
        FOREACH field IN ARRAY TG_ARGV LOOP PERFORM public.hold_open_agency((to_jsonb(NEW) ->> field)::uuid); END LOOP;
      END IF;
      RETURN NEW;
    END`,
    )}
    -- A unit in which somebody answers is no unit without accounts, however they came there.
    ${trigger(
      'answers_in_unit',
      `BEGIN
      IF ctx.is_house() THEN
        UPDATE public.unit SET works_without_accounts = false, version = version + 1 WHERE id = NEW.unit_id AND works_without_accounts;
      END IF;
      RETURN NULL;
    END`,
    )}
    CREATE TRIGGER unit_is_guarded BEFORE UPDATE ON unit FOR EACH ROW EXECUTE FUNCTION guard_unit();
    CREATE TRIGGER agency_is_guarded BEFORE UPDATE ON agency FOR EACH ROW EXECUTE FUNCTION guard_agency();
    CREATE TRIGGER unit_opens BEFORE INSERT ON unit FOR EACH ROW EXECUTE FUNCTION is_of_open_agencies('agency_id');
    CREATE TRIGGER unit_opens_under BEFORE INSERT ON unit FOR EACH ROW WHEN (NEW.parent_unit_id IS NOT NULL)
      EXECUTE FUNCTION goes_to_open_unit('parent_unit_id');
    CREATE TRIGGER person_comes BEFORE INSERT ON person FOR EACH ROW WHEN (NEW.active) EXECUTE FUNCTION goes_to_open_unit('unit_id');
    CREATE TRIGGER person_goes BEFORE UPDATE OF unit_id, active ON person FOR EACH ROW
      WHEN (NEW.active AND (OLD.unit_id <> NEW.unit_id OR NOT OLD.active)) EXECUTE FUNCTION goes_to_open_unit('unit_id');
    CREATE TRIGGER person_answers AFTER INSERT OR UPDATE OF unit_id, role, active ON person FOR EACH ROW
      WHEN (NEW.active AND NEW.role IN ${answering}) EXECUTE FUNCTION answers_in_unit();
    CREATE TRIGGER case_in_open_unit BEFORE INSERT ON case_core FOR EACH ROW EXECUTE FUNCTION goes_to_open_unit('unit_id');
    CREATE TRIGGER case_goes_to_open_unit BEFORE UPDATE OF unit_id, status ON case_core FOR EACH ROW
      WHEN (OLD.unit_id <> NEW.unit_id OR OLD.status IN ('closed', 'transferred_out') AND NEW.status NOT IN ('closed', 'transferred_out'))
      EXECUTE FUNCTION goes_to_open_unit('unit_id');
    CREATE TRIGGER case_goes_to_open_supervisor BEFORE UPDATE OF supervisor_unit_id, status ON case_core FOR EACH ROW
      WHEN (OLD.supervisor_unit_id <> NEW.supervisor_unit_id
        OR OLD.status IN ('closed', 'transferred_out') AND NEW.status NOT IN ('closed', 'transferred_out')) EXECUTE FUNCTION goes_to_open_unit('supervisor_unit_id');
    CREATE TRIGGER referral_to_open_unit BEFORE INSERT ON referral FOR EACH ROW EXECUTE FUNCTION goes_to_open_unit('to_unit_id');
    CREATE TRIGGER referral_goes_to_open_unit BEFORE UPDATE OF to_unit_id, status ON referral FOR EACH ROW
      WHEN (OLD.to_unit_id <> NEW.to_unit_id OR OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION goes_to_open_unit('to_unit_id');
    CREATE TRIGGER task_of_open_unit BEFORE INSERT ON task FOR EACH ROW
      EXECUTE FUNCTION goes_to_open_unit('owner_unit_id');
    CREATE TRIGGER task_goes_to_open_unit BEFORE UPDATE OF owner_unit_id, status ON task FOR EACH ROW
      WHEN (OLD.owner_unit_id <> NEW.owner_unit_id OR OLD.status = 'waiting' AND NEW.status = 'open') EXECUTE FUNCTION goes_to_open_unit('owner_unit_id');
    CREATE TRIGGER service_in_open_unit BEFORE INSERT ON service FOR EACH ROW EXECUTE FUNCTION goes_to_open_unit('receiving_unit_id');
    CREATE TRIGGER service_goes_to_open_unit BEFORE UPDATE OF receiving_unit_id ON service FOR EACH ROW
      WHEN (OLD.receiving_unit_id <> NEW.receiving_unit_id) EXECUTE FUNCTION goes_to_open_unit('receiving_unit_id');
    CREATE TRIGGER protocol_of_open_agencies BEFORE INSERT ON sharing_protocol FOR EACH ROW
      EXECUTE FUNCTION is_of_open_agencies('from_agency_id', 'to_agency_id');
    CREATE TRIGGER protocol_in_open_agencies BEFORE UPDATE OF status ON sharing_protocol FOR EACH ROW
      WHEN (OLD.status = 'draft' AND NEW.status = 'active') EXECUTE FUNCTION is_of_open_agencies('from_agency_id', 'to_agency_id');
  `;
}
