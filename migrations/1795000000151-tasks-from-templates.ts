import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

/** A template makes its so-many-th task of a case once, however often it is looked whether there is one. */
export class TasksFromTemplates1795000000151 extends SqlMigration {
  readonly name = 'TasksFromTemplates1795000000151';
  readonly sql = `
    ALTER TABLE task_source ADD COLUMN from_template text;
    CREATE UNIQUE INDEX task_made_once ON task_source (case_id, from_template, occurrence);
    ${logged(
      'task_source',
      'task',
      { source: 'from_template occurrence created_by_id consent_id age_at_edge confirmed verified_by_id verified_at' },
      { key: 'task_id' },
    )}
    CREATE TRIGGER stays_from_its_template BEFORE UPDATE OF from_template ON task_source FOR EACH ROW
      WHEN (OLD.from_template IS DISTINCT FROM NEW.from_template) EXECUTE FUNCTION stays_as_written();
    -- What follows from a template is made by the system; what a person makes they sign.
    GRANT INSERT ON task, task_source TO {p_system};
    DROP POLICY signed_by_worker ON task_source;
    DROP POLICY signed_by_supervisor ON task_source;
    CREATE POLICY signed_by_worker ON task_source AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (created_by_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY signed_by_supervisor ON task_source AS RESTRICTIVE FOR INSERT TO {p_supervisor}
      WITH CHECK (created_by_id = (SELECT ctx.user_id('supervisor')));
  `;
}
