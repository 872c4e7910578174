import { SqlMigration } from '../src/platform/database/migration.ts';

/** Consents whose last day is over are found without looking through those that hold, or have ended. */
export class EndsOfConsent1795000000024 extends SqlMigration {
  readonly name = 'EndsOfConsent1795000000024';
  readonly sql = `
    CREATE INDEX consent_runs_out ON consent (valid_to) WHERE status = 'active';
  `;
}
