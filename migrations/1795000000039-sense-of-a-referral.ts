import { SqlMigration } from '../src/platform/database/migration.ts';

/** What its sender knows of the sense of a referral: whether the person is surely old enough, and why the service is asked for twice. */
export class SenseOfAReferral1795000000039 extends SqlMigration {
  readonly name = 'SenseOfAReferral1795000000039';
  readonly sql = `
    ALTER TABLE referral_source ADD COLUMN age_at_edge boolean NOT NULL DEFAULT false, ADD COLUMN duplicate_reason text;
  `;
}
