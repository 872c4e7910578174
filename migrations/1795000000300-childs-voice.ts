import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

const outcome = 'result safe settled wants_help child_views child_views_reason';
const guarded = `status due_on risk_basis waived_reason done_on done_by_id ${outcome} about_on reckoned_by
  waived_on planned_on moved_times moved_reason after_waiver`.split(/\s+/);
const list = (row: string): string => guarded.map((column) => `${row}.${column}`).join(', ');

/** Whoever looks a child's case through says whether the child was heard, and why not: codes, never what it said. */
export class ChildsVoice1795000000300 extends SqlMigration {
  readonly name = 'ChildsVoice1795000000300';
  readonly sql = `
    ALTER TABLE follow_up
      ADD COLUMN child_views text,
      ADD COLUMN child_views_reason text,
      ADD CONSTRAINT not_heard_for_a_reason CHECK ((child_views_reason IS NOT NULL) = (child_views IS NOT DISTINCT FROM 'not-asked'));

    -- It is part of what the worker says of a follow-up that is done, and stands like the rest of it.
    DROP TRIGGER follow_up_is_guarded ON follow_up;
    CREATE TRIGGER follow_up_is_guarded BEFORE UPDATE OF ${guarded.join(', ')} ON follow_up
      FOR EACH ROW WHEN ((${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION guard_follow_up();
    ${logged('follow_up', 'follow-up', {
      F0: 'type status due_on risk_basis done_on done_by_id waived_reason waived_on planned_on moved_times moved_reason after_waiver',
      F2: outcome,
    })}
  `;
}
