import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged, loggedWithItsTask } from './change-log.ts';

const facts = {
  reference: 'code owner_unit_id owner_agency_id of_team',
  facts: `template priority status due_on due_at opened_at worked_since claimed_by_id over_limit_reason reason evidence_code evidence_text
    goal_reached next_on done_at done_by_id round_hours ended_at package_open`,
};
const silent = 'evidence_text';

/** A number of tasks: none where they are of fewer than five people, and told in steps of five, so that one more shows nowhere. */
const safely = (which = 'true'): string =>
  `CASE WHEN count(DISTINCT s.case_id) FILTER (WHERE ${which}) >= 5 THEN (count(*) FILTER (WHERE ${which}) / 5 * 5)::integer END`;

const late = `k.last_kind IN ('supervisor', 'focal-point', 'coordinator', 'supervisor-again', 'focal-point-again', 'coordinator-again')`;

const drawn = (name: string, columns: string, query: string): string => `
    CREATE OR REPLACE FUNCTION ${name}() RETURNS TABLE (${columns}) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY SELECT found.* FROM (${query}) found WHERE ctx.is_persona('coordinator') OR NOT ctx.is_house();
    END $$;`;

/** Whoever does a task says whether it is to be done again, and when; and what of which somebody hears once more is late still. */
export class DoneAgain1795000000261 extends SqlMigration {
  readonly name = 'DoneAgain1795000000261';
  readonly sql = `
    ALTER TABLE task ADD COLUMN goal_reached boolean, ADD COLUMN next_on date;
    GRANT UPDATE (goal_reached, next_on) ON task TO {p_ministry}, {p_partner}, {p_specialist};
    ${logged('task', 'task', facts, { byTask: 'id', silent })}
    ${loggedWithItsTask(facts, silent)}${drawn(
      'task_chains',
      'id uuid, blocking_template text, blocking_agency_id uuid, waiting_template text, waiting_agency_id uuid, waiting integer, held_up integer, late integer',
      `SELECT md5(concat_ws(' ', e.template, e.owner_agency_id, l.template, l.owner_agency_id))::uuid, e.template, e.owner_agency_id, l.template, l.owner_agency_id,
         ${safely()}, ${safely(`e.status = 'blocked'`)}, ${safely(late)}
       FROM public.task l JOIN public.task_source s ON s.task_id = l.id
         JOIN public.task_source es ON es.case_id = s.case_id JOIN public.task e ON e.id = es.task_id AND e.template = ANY (s.waits_for)
         LEFT JOIN public.task_clock k ON k.id = e.id
       WHERE l.status = 'waiting' AND e.status IN ('waiting', 'open', 'claimed', 'in_progress', 'blocked', 'returned')
       GROUP BY e.template, e.owner_agency_id, l.template, l.owner_agency_id`,
    )}${drawn(
      'task_loads',
      'id uuid, agency_id uuid, open integer, held_up integer, late integer',
      `SELECT t.owner_agency_id, t.owner_agency_id, ${safely()}, ${safely(`t.status = 'blocked'`)}, ${safely(late)}
       FROM public.task t JOIN public.task_source s ON s.task_id = t.id LEFT JOIN public.task_clock k ON k.id = t.id
       WHERE t.status IN ('open', 'claimed', 'in_progress', 'blocked', 'returned') GROUP BY t.owner_agency_id`,
    )}
  `;
}
