import { SqlMigration } from '../src/platform/database/migration.ts';
import { guardOfTasks } from './1795000000150-tasks.ts';
import { byTheClock, walled } from './in-case-scope.ts';

/** When whom to remind of a task next. One line for each task, kept by the system: a step that was taken is behind it and not taken again. */
export class TaskClock1795000000152 extends SqlMigration {
  readonly name = 'TaskClock1795000000152';
  readonly sql = `
    CREATE TABLE task_clock (
      id uuid PRIMARY KEY REFERENCES task (id),
      last_kind text,
      next_kind text,
      next_at timestamptz,
      version integer NOT NULL,
      CHECK ((next_kind IS NULL) = (next_at IS NULL))
    );
    CREATE INDEX task_clock_due ON task_clock (next_at) WHERE next_at IS NOT NULL;
    ${walled('task_clock')}${byTheClock('task_clock')}
    GRANT SELECT, INSERT, UPDATE ON task_clock TO {p_system};

    -- Where a unit is no more, the system gives its tasks to the unit above it, where nobody has taken them on yet.
    ${guardOfTasks(`waiting>open waiting>dropped open>cancelled claimed>cancelled in_progress>cancelled blocked>cancelled returned>cancelled
      claimed>open in_progress>open blocked>open returned>open`)}
  `;
}
