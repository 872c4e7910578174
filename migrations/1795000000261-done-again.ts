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

const owners = ['ministry', 'partner', 'specialist'];
const doers = `('ministry-officer', 'focal-point', 'partner-worker', 'specialist')`;
const isOwner = owners.map((persona) => `ctx.is_persona('${persona}')`).join(' OR ');
const ownersId = `coalesce(${owners.map((persona) => `ctx.user_id('${persona}')`).join(', ')})`;
const pairs = (moves: string): string =>
  `ARRAY[${moves
    .trim()
    .split(/\s+/)
    .map((move) => `'${move}'`)
    .join(',')}]`;
const calledOff = 'open>cancelled claimed>cancelled in_progress>cancelled blocked>cancelled returned>cancelled';
const letGo = 'claimed>open in_progress>open blocked>open returned>open';
const ofTheTeam = pairs(`waiting>open waiting>dropped done>verified done>returned verified>returned ${calledOff}`);
const ofTheOwner = pairs(`open>claimed claimed>in_progress returned>in_progress claimed>blocked in_progress>blocked blocked>in_progress
  claimed>done in_progress>done`);

/** Whoever does a task says whether it is to be done again, and when; and what of which somebody hears once more is late still. What a program took on that can act no more is let go. */
export class DoneAgain1795000000261 extends SqlMigration {
  readonly name = 'DoneAgain1795000000261';
  readonly sql = `
    ALTER TABLE task ADD COLUMN goal_reached boolean, ADD COLUMN next_on date;
    GRANT UPDATE (goal_reached, next_on) ON task TO {p_ministry}, {p_partner}, {p_specialist};
    -- It is said with the word that it is done, and stays said.
    CREATE TRIGGER says_so_when_done BEFORE UPDATE OF goal_reached, next_on ON task FOR EACH ROW
      WHEN ((OLD.goal_reached, OLD.next_on) IS DISTINCT FROM (NEW.goal_reached, NEW.next_on)
        AND NOT (OLD.status IN ('claimed', 'in_progress') AND NEW.status = 'done'))
      EXECUTE FUNCTION stays_as_written();
    -- Whether a program can still act: by the clock by which its keys end.
    CREATE FUNCTION has_living_key(who uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT EXISTS (SELECT FROM public.client_key k JOIN public.api_client c ON c.id = k.client_id
        WHERE c.id = who AND c.active AND k.revoked_at IS NULL AND k.expires_at > now())
    $$;
    ALTER FUNCTION has_living_key(uuid) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION has_living_key(uuid) TO {p_system};
    CREATE OR REPLACE FUNCTION guard_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
      distributes boolean := coalesce(ctx.agency_id_in_role('ministry', 'focal-point') = OLD.owner_agency_id, false);
      moved text := OLD.status || '>' || NEW.status;
      moves_unit boolean := NEW.owner_unit_id <> OLD.owner_unit_id;
      let_go boolean := moved = ANY (${pairs(letGo)}) AND NEW.claimed_by_id IS NULL AND NOT NEW.package_open;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.owner_agency_id <> OLD.owner_agency_id OR NEW.of_team <> OLD.of_team OR moves_unit THEN
        IF NOT (OLD.status = 'waiting' AND (worker IS NOT NULL OR supervisor IS NOT NULL)
          OR (distributes OR ctx.is_persona('system')) AND NEW.owner_agency_id = OLD.owner_agency_id AND NEW.of_team = OLD.of_team AND NOT OLD.of_team
            AND EXISTS (SELECT FROM public.unit u WHERE u.id = NEW.owner_unit_id AND u.agency_id = OLD.owner_agency_id)) THEN
          RAISE EXCEPTION 'a task stays with its owner' USING ERRCODE = '42501';
        END IF;
      END IF;
      IF NEW.sharing_ended < OLD.sharing_ended OR NEW.package_open AND NOT OLD.package_open AND (OLD.sharing_ended OR NOT (moved = 'open>claimed' AND (${isOwner}))) THEN
        RAISE EXCEPTION 'a closed package stays closed' USING ERRCODE = '42501';
      END IF;
      IF NEW.status = OLD.status
        OR (worker IS NOT NULL OR supervisor IS NOT NULL) AND moved = ANY (${ofTheTeam})
        OR (OLD.of_team AND worker IS NOT NULL OR NOT OLD.of_team AND (${isOwner})) AND moved = ANY (${ofTheOwner})
        OR let_go AND NOT moves_unit AND (OLD.of_team AND worker IS NOT NULL OR NOT OLD.of_team AND OLD.claimed_by_id = ${ownersId})
        OR distributes AND moved = ANY (${pairs(`open>claimed ${letGo}`)})
        OR ctx.is_persona('system') AND moved = ANY (${pairs(`waiting>open waiting>dropped ${calledOff}`)})
        -- Their unit is no more, and another one has it; or whoever had it does not do tasks there any more, or has no key to do them with.
        OR ctx.is_persona('system') AND let_go AND NOT OLD.of_team AND (moves_unit OR NOT EXISTS (SELECT FROM public.person p
          WHERE p.id = OLD.claimed_by_id AND p.active AND p.unit_id = OLD.owner_unit_id AND p.role IN ${doers}
            AND (p.kind = 'person' OR public.has_living_key(p.id)))) THEN
        -- Nobody finds their own work done, and of their own agency only who answers for the team.
        IF moved = 'done>verified' AND (OLD.done_by_id = coalesce(worker, supervisor)
          OR worker IS NOT NULL AND OLD.owner_agency_id = ctx.agency_id('social_worker')) THEN
          RAISE EXCEPTION 'nobody finds their own work done' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'a task does not go that way' USING ERRCODE = '42501';
    END $$;
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
