import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

/** A few words on what is to be done: they are shared as the rest of the package is, and closed with it. */
export class Instructions1795000000262 extends SqlMigration {
  readonly name = 'Instructions1795000000262';
  readonly sql = `
    ALTER TABLE task_package ADD COLUMN instruction text CHECK (length(instruction) <= 280);
    ${logged(
      'task_package',
      'task',
      { disclosure: 'package package_groups instruction' },
      { key: 'task_id', byTask: 'task_id', silent: 'package instruction' },
    )}
  `;
}
