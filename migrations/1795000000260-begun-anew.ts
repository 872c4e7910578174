import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

/** What stopped with its case, or with a consent, is begun anew when that is over: each time once, however often it is looked. */
export class BegunAnew1795000000260 extends SqlMigration {
  readonly name = 'BegunAnew1795000000260';
  readonly sql = `
    ALTER TABLE task_source ADD COLUMN restarts integer NOT NULL DEFAULT 0 CHECK (restarts >= 0);
    DROP INDEX task_made_once;
    CREATE UNIQUE INDEX task_made_once ON task_source (case_id, from_template, occurrence, restarts);
    ${logged(
      'task_source',
      'task',
      { source: 'from_template occurrence restarts waits_for created_by_id consent_id age_at_edge confirmed verified_by_id verified_at' },
      { key: 'task_id' },
    )}
    CREATE TRIGGER stays_as_begun BEFORE UPDATE OF restarts ON task_source FOR EACH ROW
      WHEN (OLD.restarts IS DISTINCT FROM NEW.restarts) EXECUTE FUNCTION stays_as_written();
  `;
}
