import { SqlMigration } from '../src/platform/database/migration.ts';
import { alsoToldAsRead, logged, loggedWithItsTask } from './change-log.ts';
import { byTheClock, followedScope, carried, owningTeam, staysInCase } from './in-case-scope.ts';

const owners = ['ministry', 'partner', 'specialist'];
const steps = `status, reason, claimed_by_id, over_limit_reason, evidence_code, evidence_text, done_at, done_by_id, round_hours, ended_at,
      package_open, owner_unit_id, version`;
const reading = `('claimed', 'in_progress', 'blocked', 'returned', 'done', 'verified')`;
const isOwner = owners.map((persona) => `ctx.is_persona('${persona}')`).join(' OR ');
const pairs = (moves: string): string =>
  `ARRAY[${moves
    .trim()
    .split(/\s+/)
    .map((move) => `'${move}'`)
    .join(',')}]`;
const ofTheTeam = pairs(`waiting>open waiting>dropped done>verified done>returned verified>returned
  open>cancelled claimed>cancelled in_progress>cancelled blocked>cancelled returned>cancelled`);
const ofTheOwner = pairs(`open>claimed claimed>in_progress returned>in_progress claimed>blocked in_progress>blocked blocked>in_progress
  claimed>done in_progress>done`);
const ofTheFocalPoint = pairs(`open>claimed claimed>open in_progress>open blocked>open returned>open`);
const calledOff = 'open>cancelled claimed>cancelled in_progress>cancelled blocked>cancelled returned>cancelled';

/** What becomes of a task, and by whose hand; what the clock may do with it is named. */
export const guardOfTasks = (
  ofTheClock: string,
): string => `CREATE OR REPLACE FUNCTION guard_task() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
      distributes boolean := coalesce(ctx.agency_id_in_role('ministry', 'focal-point') = OLD.owner_agency_id, false);
      moved text := OLD.status || '>' || NEW.status;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.owner_agency_id <> OLD.owner_agency_id OR NEW.of_team <> OLD.of_team OR NEW.owner_unit_id <> OLD.owner_unit_id THEN
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
        OR distributes AND moved = ANY (${ofTheFocalPoint})
        OR ctx.is_persona('system') AND moved = ANY (${pairs(ofTheClock)}) THEN
        -- Nobody finds their own work done, and of their own agency only who answers for the team.
        IF moved = 'done>verified' AND (OLD.done_by_id = coalesce(worker, supervisor)
          OR worker IS NOT NULL AND OLD.owner_agency_id = ctx.agency_id('social_worker')) THEN
          RAISE EXCEPTION 'nobody finds their own work done' USING ERRCODE = '42501';
        END IF;
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'a task does not go that way' USING ERRCODE = '42501';
    END $$;`;

const facts = {
  reference: 'code owner_unit_id owner_agency_id of_team',
  facts: `template priority status due_on due_at opened_at worked_since claimed_by_id over_limit_reason reason evidence_code evidence_text done_at
    done_by_id round_hours ended_at package_open`,
};
const silent = 'evidence_text';
const routing = (row: string): string =>
  ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'].map((column) => `${row}.${column}`).join(', ');

/** Tasks in three tables: what whoever does it may hold, what only the case's team knows, and what was shared. Its owner never holds a case id. */
export class Tasks1795000000150 extends SqlMigration {
  readonly name = 'Tasks1795000000150';
  readonly sql = `
    -- The agency of somebody in one role alone, where others of the persona see less.
    CREATE FUNCTION ctx.agency_id_in_role(persona text, role text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      IF claims[2] = persona AND claims[3] = role THEN RETURN claims[6]::uuid; END IF;
      RETURN NULL;
    END $$;
    ALTER FUNCTION ctx.agency_id_in_role(text, text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION ctx.agency_id_in_role(text, text) TO {p_ministry}, {definer};

    CREATE TABLE task (
      id uuid PRIMARY KEY,
      code text NOT NULL CONSTRAINT task_code_drawn UNIQUE,
      template text NOT NULL,
      owner_unit_id uuid NOT NULL REFERENCES unit (id),
      owner_agency_id uuid NOT NULL REFERENCES agency (id),
      of_team boolean NOT NULL,
      priority text NOT NULL,
      status text NOT NULL,
      due_on date NOT NULL,
      due_at timestamptz,
      opened_at timestamptz,
      worked_since timestamptz,
      claimed_by_id uuid REFERENCES person (id),
      over_limit_reason text,
      reason text,
      evidence_code text,
      evidence_text text CHECK (length(evidence_text) <= 280),
      done_at timestamptz,
      done_by_id uuid REFERENCES person (id),
      round_hours integer[] NOT NULL,
      ended_at timestamptz,
      package_open boolean NOT NULL,
      sharing_ended boolean NOT NULL,${followedScope},
      version integer NOT NULL
    );
    CREATE INDEX task_inbox ON task (owner_unit_id, status, due_on, id) WHERE NOT of_team;
    CREATE INDEX task_agency ON task (owner_agency_id, status, due_on, id) WHERE NOT of_team;
    CREATE INDEX task_mine ON task (worker_id, due_on, id);
    CREATE INDEX task_team ON task (supervisor_unit_id, due_on, id) WHERE NOT sealed;
    CREATE INDEX task_desk ON task (claimed_by_id, status);
    CREATE TABLE task_source (
      task_id uuid PRIMARY KEY REFERENCES task (id),
      case_id uuid NOT NULL REFERENCES case_core (id),
      occurrence integer,
      created_by_id uuid REFERENCES person (id),
      consent_id uuid REFERENCES consent (id),
      age_at_edge boolean NOT NULL,
      confirmed text[] NOT NULL,
      verified_by_id uuid REFERENCES person (id),
      verified_at timestamptz,${followedScope}
    );
    CREATE INDEX task_source_of ON task_source (case_id);
    CREATE TABLE task_package (
      task_id uuid PRIMARY KEY REFERENCES task (id),
      package jsonb NOT NULL,
      package_groups text[] NOT NULL,
      owner_unit_id uuid NOT NULL REFERENCES unit (id),
      open boolean NOT NULL,${followedScope}
    );
    ${['task', 'task_source', 'task_package'].map(owningTeam).join('')}${['task', 'task_source'].map(byTheClock).join('')}
    GRANT SELECT, INSERT, UPDATE ON task TO {p_social_worker}, {p_supervisor};
    GRANT SELECT, INSERT ON task_source, task_package TO {p_social_worker}, {p_supervisor};
    GRANT UPDATE (consent_id, confirmed, verified_by_id, verified_at) ON task_source TO {p_social_worker}, {p_supervisor};
    GRANT SELECT, UPDATE ON task TO {p_system};
    GRANT SELECT ON task_source TO {p_system};
    GRANT SELECT, UPDATE (${steps}) ON task TO {p_ministry}, {p_partner}, {p_specialist};
    GRANT SELECT ON task_package TO {p_ministry}, {p_partner}, {p_specialist};
    -- Whoever shares on a consent holds it still meanwhile.
    GRANT UPDATE (version) ON consent TO {p_supervisor};
    ${owners
      .map(
        (persona) => `
    CREATE POLICY owned_by_${persona} ON task TO {p_${persona}}
      USING (owner_unit_id = (SELECT ctx.unit_id('${persona}')) AND NOT of_team AND status NOT IN ('waiting', 'dropped'));
    CREATE POLICY opened_to_${persona} ON task_package FOR SELECT TO {p_${persona}}
      USING (owner_unit_id = (SELECT ctx.unit_id('${persona}')) AND open);`,
      )
      .join('')}
    CREATE POLICY distributed ON task TO {p_ministry}
      USING (owner_agency_id = (SELECT ctx.agency_id_in_role('ministry', 'focal-point')) AND NOT of_team AND status NOT IN ('waiting', 'dropped'));

    CREATE TRIGGER task_source_takes_scope BEFORE INSERT OR UPDATE ON task_source FOR EACH ROW EXECUTE FUNCTION case_scope_taken();
    ${carried('task_source')}
    -- The owner's side of a task follows the team's side, which follows the case.
    CREATE FUNCTION task_scope_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.task SET worker_id = NEW.worker_id, unit_id = NEW.unit_id, supervisor_unit_id = NEW.supervisor_unit_id,
        specialist_unit_id = NEW.specialist_unit_id, sealed = NEW.sealed WHERE id = NEW.task_id AND (${routing('task')}) IS DISTINCT FROM (${routing('NEW')});
      UPDATE public.task_package SET worker_id = NEW.worker_id, unit_id = NEW.unit_id, supervisor_unit_id = NEW.supervisor_unit_id,
        specialist_unit_id = NEW.specialist_unit_id, sealed = NEW.sealed WHERE task_id = NEW.task_id AND (${routing('task_package')}) IS DISTINCT FROM (${routing('NEW')});
      RETURN NULL;
    END $$;
    ALTER FUNCTION task_scope_carried() OWNER TO {definer};
    CREATE TRIGGER task_follows_source AFTER INSERT OR UPDATE ON task_source FOR EACH ROW EXECUTE FUNCTION task_scope_carried();
    CREATE FUNCTION task_scope_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT s.worker_id, s.unit_id, s.supervisor_unit_id, s.specialist_unit_id, s.sealed
        INTO NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.task_source s WHERE s.task_id = NEW.id;
      IF NOT FOUND THEN SELECT ${routing('OLD')} INTO ${routing('NEW')}; END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION task_scope_taken() OWNER TO {definer};
    CREATE TRIGGER task_takes_scope BEFORE UPDATE OF worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed ON task FOR EACH ROW
      WHEN ((${routing('OLD')}) IS DISTINCT FROM (${routing('NEW')})) EXECUTE FUNCTION task_scope_taken();

    -- A package belongs to its task: same owner, same case, and open exactly as long as the task says so.
    CREATE FUNCTION task_package_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT t.owner_unit_id, t.package_open AND NOT t.of_team AND t.status IN ${reading}, ${routing('t')}
        INTO NEW.owner_unit_id, NEW.open, ${routing('NEW')} FROM public.task t WHERE t.id = NEW.task_id;
      RETURN NEW;
    END $$;
    ALTER FUNCTION task_package_taken() OWNER TO {definer};
    CREATE TRIGGER task_package_takes BEFORE INSERT ON task_package FOR EACH ROW EXECUTE FUNCTION task_package_taken();
    CREATE FUNCTION task_package_followed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.task_package SET owner_unit_id = NEW.owner_unit_id,
        open = NEW.package_open AND NOT NEW.of_team AND NEW.status IN ${reading} WHERE task_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION task_package_followed() OWNER TO {definer};
    CREATE TRIGGER task_package_follows AFTER UPDATE OF package_open, status, owner_unit_id, of_team ON task FOR EACH ROW
      WHEN ((OLD.package_open, OLD.status, OLD.owner_unit_id, OLD.of_team) IS DISTINCT FROM (NEW.package_open, NEW.status, NEW.owner_unit_id, NEW.of_team))
      EXECUTE FUNCTION task_package_followed();

    -- What becomes of a task, and by whose hand.
    ${guardOfTasks(`waiting>open waiting>dropped ${calledOff}`)}
    ALTER FUNCTION guard_task() OWNER TO {definer};
    CREATE TRIGGER task_is_guarded BEFORE UPDATE OF status, owner_unit_id, owner_agency_id, of_team, package_open, sharing_ended ON task FOR EACH ROW
      WHEN ((OLD.status, OLD.owner_unit_id, OLD.owner_agency_id, OLD.of_team, OLD.package_open, OLD.sharing_ended)
        IS DISTINCT FROM (NEW.status, NEW.owner_unit_id, NEW.owner_agency_id, NEW.of_team, NEW.package_open, NEW.sharing_ended))
      EXECUTE FUNCTION guard_task();
    CREATE TRIGGER task_facts_stay BEFORE UPDATE OF id, code, template ON task FOR EACH ROW
      WHEN ((OLD.id, OLD.code, OLD.template) IS DISTINCT FROM (NEW.id, NEW.code, NEW.template)) EXECUTE FUNCTION stays_as_written();
    ${staysInCase('task_source', 'task_id', 'occurrence', 'created_by_id')}
    CREATE POLICY signed_by_worker ON task_source AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (created_by_id IS NULL OR created_by_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY signed_by_supervisor ON task_source AS RESTRICTIVE FOR INSERT TO {p_supervisor}
      WITH CHECK (created_by_id IS NULL OR created_by_id = (SELECT ctx.user_id('supervisor')));

    -- The case of a row that names none stands in the source of what it names: of a referral as before, of a task alike.
    CREATE OR REPLACE FUNCTION change_noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    DECLARE
      fresh jsonb := to_jsonb(NEW);
      stale jsonb;
      of_case uuid;
    BEGIN
      IF TG_OP = 'UPDATE' THEN stale := to_jsonb(OLD); END IF;
      of_case := fresh ->> TG_ARGV[3];
      IF TG_ARGV[2] = 'referral' THEN
        SELECT s.case_id INTO of_case FROM public.referral_source s WHERE s.referral_id = of_case;
      ELSIF TG_ARGV[2] = 'task' THEN
        SELECT s.case_id INTO of_case FROM public.task_source s WHERE s.task_id = of_case;
      END IF;
      IF of_case IS NOT NULL THEN
        PERFORM public.note_change(TG_ARGV[0], (fresh ->> TG_ARGV[1])::uuid, of_case, stale, fresh,
          TG_ARGV[4]::text[], TG_ARGV[5]::text[], TG_ARGV[6]::text[], TG_ARGV[7]::boolean[]);
      END IF;
      RETURN NULL;
    END $$;
    CREATE FUNCTION task_noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    BEGIN
      PERFORM public.note_change(TG_ARGV[0], t.id, NEW.case_id, NULL, to_jsonb(t),
        TG_ARGV[4]::text[], TG_ARGV[5]::text[], TG_ARGV[6]::text[], TG_ARGV[7]::boolean[])
        FROM public.task t WHERE t.id = NEW.task_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION task_noted() OWNER TO {definer};
    ${logged('task', 'task', facts, { byTask: 'id', silent })}
    ${loggedWithItsTask(facts, silent)}
    ${logged(
      'task_source',
      'task',
      { source: 'occurrence created_by_id consent_id age_at_edge confirmed verified_by_id verified_at' },
      { key: 'task_id' },
    )}
    ${logged('task_package', 'task', { disclosure: 'package package_groups' }, { key: 'task_id', byTask: 'task_id', silent: 'package' })}
    ${['change_log', 'timeline_entry'].map((table) => alsoToldAsRead(table, 'tasks', { task: 'reference facts source disclosure' })).join('')}
  `;
}
