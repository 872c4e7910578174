import { SqlMigration } from '../src/platform/database/migration.ts';

/** Who acts, as the case's own team may know it: of another agency the unit, never the person; the system for a person is for that person. */
const acting = `
      claims constant text[] := ctx.claims();
      by_person constant uuid := CASE claims[2] WHEN 'system' THEN nullif(claims[7], '') ELSE claims[4] END;
      by_system constant boolean := coalesce(claims[2] = 'system', false);
      by_unit uuid := CASE WHEN NOT by_system THEN claims[5] END;`;
const unitOfWhoever = `
      IF by_unit IS NULL AND by_person IS NOT NULL THEN SELECT p.unit_id INTO by_unit FROM public.person p WHERE p.id = by_person; END IF;`;
const written = `INSERT INTO public.change_log (case_id, action, record, record_id, field_group, changes, actor_id, actor_role, actor_unit_id, on_behalf_of,
        worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed)`;
const by = `
          CASE WHEN NOT by_system AND by_unit IN (own.unit_id, own.supervisor_unit_id) THEN by_person END, claims[3], by_unit,
          CASE WHEN by_system AND by_unit IN (own.unit_id, own.supervisor_unit_id) THEN by_person END,
          own.worker_id, own.unit_id, own.supervisor_unit_id, own.specialist_unit_id, own.sealed`;
const own = 'c.id, c.worker_id, c.unit_id, c.supervisor_unit_id, c.specialist_unit_id, c.sealed';
const routing = (row: string): string =>
  ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'].map((column) => `${row}.${column}`).join(', ');

/**
 * The same log for less. Until now one function served every table: it took each row apart as JSON and looked the columns up in lists.
 * What the trigger of a table was told is now written out into two functions of that table's own: one for all new rows of a statement, one
 * for a row that changed.
 */
export class LeanLog1795000000223 extends SqlMigration {
  readonly name = 'LeanLog1795000000223';
  readonly sql = `
    -- Draws what logs a table out of what its trigger (see logged() in change-log.ts) was told. The trigger keeps its arguments: they are
    -- what is true of the table, and what tests read. A later migration that tells a table's trigger otherwise draws it again.
    CREATE FUNCTION log_drawn(logged regclass) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $draw$
    DECLARE
      told record;
      facts record;
      found_by text;
      new_rows text;
      changes text;
      name constant text := (SELECT c.relname FROM pg_class c WHERE c.oid = logged);
      owner constant regrole := (SELECT p.proowner FROM pg_proc p WHERE p.oid = 'public.change_noted'::regproc);
    BEGIN
      SELECT a[1] AS record, a[2] AS key, a[3] AS kind, a[4] AS finder, a[5]::text[] AS groups, a[6]::text[] AS columns, a[7]::text[] AS fields,
          a[8]::boolean[] AS silent INTO STRICT told
        FROM (SELECT string_to_array(encode(t.tgargs, 'escape'), '\\000') AS a FROM pg_trigger t
          WHERE t.tgrelid = logged AND t.tgname = name || '_is_logged') AS trigger;
      -- Of each field that differs one member of the object: from what to what, or only that it did.
      SELECT string_agg(format('(%L, concat_ws('','', %s))', told.record || '.' || g.field_group, g.born), ', ' ORDER BY g.place) AS born,
          string_agg(format('(%L, concat_ws('','', %s))', told.record || '.' || g.field_group, g.changed), ', ' ORDER BY g.place) AS changed,
          (SELECT string_agg(quote_ident(c), ', ') FROM unnest(told.columns) c) AS columns,
          (SELECT string_agg('OLD.' || quote_ident(c), ', ') FROM unnest(told.columns) c) AS before,
          (SELECT string_agg('NEW.' || quote_ident(c), ', ') FROM unnest(told.columns) c) AS after,
          (SELECT string_agg(quote_literal(a), ', ' ORDER BY n) FROM pg_trigger t,
            unnest(trim_array(string_to_array(encode(t.tgargs, 'escape'), '\\000'), 1)) WITH ORDINALITY AS list (a, n)
            WHERE t.tgrelid = logged AND t.tgname = name || '_is_logged') AS arguments
        INTO facts
        FROM (
          SELECT f.field_group, min(f.place) AS place,
            string_agg(format('CASE WHEN f.%I IS NOT NULL THEN %s END', f.name,
              CASE WHEN f.silent THEN quote_literal(format('"%s":{}', f.field))
                ELSE format('%L || to_json(f.%I)::text || ''}''', format('"%s":{"from":null,"to":', f.field), f.name) END), ', ' ORDER BY f.place) AS born,
            string_agg(format('CASE WHEN OLD.%1$I IS DISTINCT FROM NEW.%1$I THEN %2$s END', f.name,
              CASE WHEN f.silent THEN quote_literal(format('"%s":{}', f.field))
                ELSE format('%L || coalesce(to_json(OLD.%2$I)::text, ''null'') || '',"to":'' || coalesce(to_json(NEW.%2$I)::text, ''null'') || ''}''',
                  format('"%s":{"from":', f.field), f.name) END), ', ' ORDER BY f.place) AS changed
          FROM unnest(told.groups, told.columns, told.fields, told.silent) WITH ORDINALITY AS f (field_group, name, field, silent, place)
          GROUP BY f.field_group
        ) g;
      -- The case of a row that names none stands in the source of what it names. While that is not known there is nothing to tell.
      found_by := CASE told.kind WHEN 'case' THEN format('public.case_core c WHERE c.id = %%s.%I', told.finder)
        ELSE format('public.%1$I s JOIN public.case_core c ON c.id = s.case_id WHERE s.%2$I = %%s.%3$I', told.kind || '_source', told.kind || '_id', told.finder) END;

      EXECUTE format($function$CREATE OR REPLACE FUNCTION public.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
          SET search_path = pg_catalog SET timezone = 'UTC' AS $$
        DECLARE${acting}
        BEGIN${unitOfWhoever}
          ${written}
            SELECT own.id, 'create', %2$L, f.%3$I, told.field_group, ('{' || told.changes || '}')::jsonb,${by}
            FROM fresh f
              CROSS JOIN LATERAL (SELECT ${own} FROM %4$s FOR NO KEY UPDATE OF c) own
              CROSS JOIN LATERAL (VALUES %5$s) AS told (field_group, changes)
            WHERE told.changes <> '';
          RETURN NULL;
        END $$$function$, name || '_births_told', told.record, told.key, format(found_by, 'f'), facts.born);
      EXECUTE format($function$CREATE OR REPLACE FUNCTION public.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
          SET search_path = pg_catalog SET timezone = 'UTC' AS $$
        DECLARE${acting}
          own record;
        BEGIN
          SELECT ${own} INTO own FROM %4$s FOR NO KEY UPDATE OF c;
          IF NOT FOUND THEN RETURN NULL; END IF;${unitOfWhoever}
          ${written}
            SELECT own.id, 'edit', %2$L, NEW.%3$I, told.field_group, ('{' || told.changes || '}')::jsonb,${by}
            FROM (VALUES %5$s) AS told (field_group, changes) WHERE told.changes <> '';
          RETURN NULL;
        END $$$function$, name || '_changes_told', told.record, told.key, format(found_by, 'NEW'), facts.changed);
      EXECUTE format('ALTER FUNCTION public.%I() OWNER TO %s', name || '_births_told', owner);
      EXECUTE format('ALTER FUNCTION public.%I() OWNER TO %s', name || '_changes_told', owner);
      EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.%I()',
        name || '_births_are_logged', logged, name || '_births_told');
      -- Whoever writes a column without changing it calls nobody.
      EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE OF %s ON %s FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION public.%I(%s)',
        name || '_is_logged', facts.columns, logged, facts.before, facts.after, name || '_changes_told', facts.arguments);
    END $draw$;

    DO $$
    DECLARE each record;
    BEGIN
      FOR each IN SELECT t.tgrelid::regclass AS logged FROM pg_trigger t WHERE t.tgfoid = 'public.change_noted'::regproc ORDER BY 1 LOOP
        PERFORM public.log_drawn(each.logged);
      END LOOP;
    END $$;

    -- The owner's side takes its scope from the team's side: of all new tasks of a statement at once.
    CREATE FUNCTION task_scopes_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.task t SET (worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed) = (${routing('f')})
        FROM fresh f WHERE t.id = f.task_id AND (${routing('t')}) IS DISTINCT FROM (${routing('f')});
      UPDATE public.task_package p SET (worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed) = (${routing('f')})
        FROM fresh f WHERE p.task_id = f.task_id AND (${routing('p')}) IS DISTINCT FROM (${routing('f')});
      RETURN NULL;
    END $$;
    ALTER FUNCTION task_scopes_carried() OWNER TO {definer};
    CREATE OR REPLACE TRIGGER task_follows_source AFTER UPDATE ON task_source FOR EACH ROW EXECUTE FUNCTION task_scope_carried();
    CREATE TRIGGER task_begins_with_source AFTER INSERT ON task_source REFERENCING NEW TABLE AS fresh
      FOR EACH STATEMENT EXECUTE FUNCTION task_scopes_carried();
  `;
}
