import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readConfig } from '../config.ts';
import { withRoles } from './roles.ts';

/** A migration is the SQL a database administrator would write, with `{role}` for the roles of this installation. Forward only. */
export abstract class SqlMigration implements MigrationInterface {
  abstract readonly sql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(withRoles(this.sql, readConfig().rolePrefix));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only: restore a backup, or write the next migration.'));
  }
}
