import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

/** A number that tells of nobody: none where it would be of fewer than five. */
const safely = (number: string): string => `CASE WHEN ${number} >= 5 THEN (${number})::integer END`;

const seen = `WHERE ctx.is_persona('coordinator') OR NOT ctx.is_house()`;

const view = (name: string, columns: string, query: string): string => `
    CREATE FUNCTION ${name}s() RETURNS TABLE (${columns}) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    #variable_conflict use_column
    BEGIN
      RETURN QUERY SELECT found.* FROM (${query}) found ${seen};
    END $$;
    ALTER FUNCTION ${name}s() OWNER TO {definer};
    CREATE VIEW ${name} WITH (security_invoker = true) AS SELECT * FROM ${name}s();
    GRANT EXECUTE ON FUNCTION ${name}s() TO {p_coordinator};
    GRANT SELECT ON ${name} TO {p_coordinator};`;

/**
 * Which agency's work holds up which other agency's, and how much each has to do: for whoever watches over all. It names kinds of
 * tasks and agencies, no task, no code and no case, and no number below five.
 */
export class WhatBlocksWhat1795000000153 extends SqlMigration {
  readonly name = 'WhatBlocksWhat1795000000153';
  readonly sql = `
    ALTER TABLE task_source ADD COLUMN waits_for text[] NOT NULL DEFAULT '{}';
    ${logged(
      'task_source',
      'task',
      { source: 'from_template occurrence waits_for created_by_id consent_id age_at_edge confirmed verified_by_id verified_at' },
      { key: 'task_id' },
    )}
    CREATE INDEX task_waiting ON task (id) WHERE status = 'waiting';
    ${view(
      'task_chain',
      'id uuid, blocking_template text, blocking_agency_id uuid, waiting_template text, waiting_agency_id uuid, waiting integer, held_up integer, late integer',
      `SELECT md5(concat_ws(' ', e.template, e.owner_agency_id, l.template, l.owner_agency_id))::uuid, e.template, e.owner_agency_id, l.template, l.owner_agency_id,
         ${safely('count(*)')}, ${safely(`count(*) FILTER (WHERE e.status = 'blocked')`)},
         ${safely(`count(*) FILTER (WHERE k.last_kind IN ('supervisor', 'focal-point', 'coordinator'))`)}
       FROM public.task l JOIN public.task_source ls ON ls.task_id = l.id
         JOIN public.task_source es ON es.case_id = ls.case_id JOIN public.task e ON e.id = es.task_id AND e.template = ANY (ls.waits_for)
         LEFT JOIN public.task_clock k ON k.id = e.id
       WHERE l.status = 'waiting' AND e.status IN ('waiting', 'open', 'claimed', 'in_progress', 'blocked', 'returned')
       GROUP BY e.template, e.owner_agency_id, l.template, l.owner_agency_id`,
    )}
    ${view(
      'task_load',
      'id uuid, agency_id uuid, open integer, held_up integer, late integer',
      `SELECT t.owner_agency_id, t.owner_agency_id, ${safely('count(*)')}, ${safely(`count(*) FILTER (WHERE t.status = 'blocked')`)},
         ${safely(`count(*) FILTER (WHERE k.last_kind IN ('supervisor', 'focal-point', 'coordinator'))`)}
       FROM public.task t LEFT JOIN public.task_clock k ON k.id = t.id
       WHERE t.status IN ('open', 'claimed', 'in_progress', 'blocked', 'returned') GROUP BY t.owner_agency_id`,
    )}
    CREATE POLICY counted ON task_clock FOR SELECT TO {definer} USING (true);
    GRANT SELECT ON task_clock TO {definer};
  `;
}
