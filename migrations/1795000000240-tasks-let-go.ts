import { SqlMigration } from '../src/platform/database/migration.ts';

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

/** A task is let go by whoever has it; by the system, if whoever had it is not there any more. What was shared for it closes with that. */
export class TasksLetGo1795000000240 extends SqlMigration {
  readonly name = 'TasksLetGo1795000000240';
  readonly sql = `
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
        -- Their unit is no more, and another one has it; or whoever had it does not do tasks there any more.
        OR ctx.is_persona('system') AND let_go AND NOT OLD.of_team AND (moves_unit OR NOT EXISTS (SELECT FROM public.person p
          WHERE p.id = OLD.claimed_by_id AND p.active AND p.unit_id = OLD.owner_unit_id AND p.role IN ${doers})) THEN
        -- Nobody finds their own work done, and of their own agency only who answers for the team.
        IF moved = 'done>verified' AND (OLD.done_by_id = coalesce(worker, supervisor)
          OR worker IS NOT NULL AND OLD.owner_agency_id = ctx.agency_id('social_worker')) THEN
          RAISE EXCEPTION 'nobody finds their own work done' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'a task does not go that way' USING ERRCODE = '42501';
    END $$;
    CREATE INDEX task_held ON task (claimed_by_id)
      WHERE claimed_by_id IS NOT NULL AND NOT of_team AND status IN ('claimed', 'in_progress', 'blocked', 'returned');
  `;
}
