import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

const guarded = `status due_on risk_basis waived_reason done_on done_by_id result safe settled wants_help about_on reckoned_by
  waived_on planned_on moved_times moved_reason after_waiver`.split(/\s+/);
const fixed = `due_on risk_basis waived_reason about_on reckoned_by waived_on planned_on moved_times moved_reason after_waiver`.split(' ');
const list = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');

/** A follow-up may be waived with a reason, or put on another day within limits; what was missed is found at once, the longest first. */
export class WaivedAndMoved1795000000162 extends SqlMigration {
  readonly name = 'WaivedAndMoved1795000000162';
  readonly sql = `
    ALTER TABLE follow_up
      ADD COLUMN waived_on date,
      ADD COLUMN planned_on date,
      ADD COLUMN moved_times integer NOT NULL DEFAULT 0 CHECK (moved_times >= 0),
      ADD COLUMN moved_reason text,
      ADD COLUMN after_waiver boolean NOT NULL DEFAULT false;
    -- A statement of its own would meet the walls of the table; what a column is made of does not.
    ALTER TABLE follow_up ALTER COLUMN planned_on TYPE date USING due_on, ALTER COLUMN planned_on SET NOT NULL;
    CREATE INDEX follow_up_missed_mine ON follow_up (worker_id, due_on, id) WHERE status = 'missed';
    CREATE INDEX follow_up_missed_team ON follow_up (supervisor_unit_id, due_on, id) WHERE status = 'missed' AND NOT sealed;

    DROP TRIGGER follow_up_is_guarded ON follow_up;
    CREATE OR REPLACE FUNCTION guard_follow_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE worker uuid := ctx.user_id('social_worker');
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') THEN RETURN NEW; END IF;
      IF OLD.status IN ('planned', 'due', 'missed') AND NEW.status = 'done' AND NEW.done_by_id = worker
        AND (${list('NEW', fixed)}) IS NOT DISTINCT FROM (${list('OLD', fixed)}) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a follow-up is only ever done' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_follow_up() OWNER TO {definer};
    CREATE TRIGGER follow_up_is_guarded BEFORE UPDATE OF ${guarded.join(', ')} ON follow_up
      FOR EACH ROW WHEN ((${list('OLD', guarded)}) IS DISTINCT FROM (${list('NEW', guarded)})) EXECUTE FUNCTION guard_follow_up();
    ${logged('follow_up', 'follow-up', {
      F0: 'type status due_on risk_basis done_on done_by_id waived_reason waived_on planned_on moved_times moved_reason after_waiver',
      F2: 'result safe settled wants_help',
    })}
  `;
}
