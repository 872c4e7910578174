import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

const guarded = `status due_on risk_basis waived_reason done_on done_by_id result safe settled wants_help about_on reckoned_by`.split(' ');
const list = (row: string): string => guarded.map((column) => `${row}.${column}`).join(', ');

/** A case has more than one thing ahead: contacts, reviews, a judgement that runs out, the next age band, a check after its closure. */
export class Agenda1795000000161 extends SqlMigration {
  readonly name = 'Agenda1795000000161';
  readonly sql = `
    ALTER TABLE follow_up
      ADD COLUMN about_on date,
      ADD COLUMN safe text,
      ADD COLUMN settled text,
      ADD COLUMN wants_help text,
      -- What was planned before this step was reckoned by nothing that is known now, and is looked at again.
      ADD COLUMN reckoned_by text NOT NULL DEFAULT '';
    ALTER TABLE follow_up ALTER COLUMN reckoned_by DROP DEFAULT;
    CREATE INDEX follow_up_reckoned ON follow_up (country, reckoned_by) WHERE status IN ('planned', 'due', 'missed');

    -- The day of a follow-up is the system's to set; the worker says that it was done, in the own name, and how it went.
    DROP TRIGGER follow_up_is_guarded ON follow_up;
    CREATE OR REPLACE FUNCTION guard_follow_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE worker uuid := ctx.user_id('social_worker');
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') THEN RETURN NEW; END IF;
      IF OLD.status IN ('planned', 'due', 'missed') AND NEW.status = 'done' AND NEW.done_by_id = worker
        AND (NEW.due_on, NEW.risk_basis, NEW.waived_reason, NEW.about_on, NEW.reckoned_by)
          IS NOT DISTINCT FROM (OLD.due_on, OLD.risk_basis, OLD.waived_reason, OLD.about_on, OLD.reckoned_by) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a follow-up is only ever done' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_follow_up() OWNER TO {definer};
    CREATE TRIGGER follow_up_is_guarded BEFORE UPDATE OF ${guarded.join(', ')} ON follow_up
      FOR EACH ROW WHEN ((${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION guard_follow_up();

    -- By the quarter of birth the system plans for the next age band. It is the one anchor of a case that it reads.
    CREATE FUNCTION case_born_in(of_case uuid) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM ctx.require('system');
      RETURN (SELECT a.birth_quarter FROM public.case_anchor a WHERE a.case_id = of_case);
    END $$;
    ALTER FUNCTION case_born_in(uuid) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION case_born_in(uuid) TO {p_system};
    ${logged('follow_up', 'follow-up', {
      F0: 'type status due_on risk_basis done_on done_by_id waived_reason',
      F2: 'result safe settled wants_help',
    })}
  `;
}
