import { SqlMigration } from '../src/platform/database/migration.ts';

/** A task begins waiting or open, in nobody's hands, and with nothing to read: what the guards say of its steps, they say of its birth. */
export class TasksBegin1795000000185 extends SqlMigration {
  readonly name = 'TasksBegin1795000000185';
  readonly sql = `
    CREATE TRIGGER task_begins BEFORE INSERT ON task FOR EACH ROW
      WHEN (NEW.status NOT IN ('waiting', 'open') OR NEW.package_open OR NEW.claimed_by_id IS NOT NULL OR NEW.done_at IS NOT NULL
        OR NEW.done_by_id IS NOT NULL OR NEW.ended_at IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
  `;
}
