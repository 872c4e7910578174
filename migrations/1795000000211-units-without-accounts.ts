import { SqlMigration } from '../src/platform/database/migration.ts';

/** A unit in which nobody has an account: what is asked of it goes out on paper or by message, and is answered with a slip. */
export class UnitsWithoutAccounts1795000000211 extends SqlMigration {
  readonly name = 'UnitsWithoutAccounts1795000000211';
  readonly sql = `
    ALTER TABLE unit ADD COLUMN works_without_accounts boolean NOT NULL DEFAULT false;
  `;
}
