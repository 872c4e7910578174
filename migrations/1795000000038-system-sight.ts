import { SqlMigration } from '../src/platform/database/migration.ts';

/** The system closes packages by their referral, and needs no sight of what was shared; whose case a referral is of it only reads. */
export class SystemSight1795000000038 extends SqlMigration {
  readonly name = 'SystemSight1795000000038';
  readonly sql = `
    DROP POLICY by_the_clock ON referral_package;
    REVOKE ALL ON referral_package FROM {p_system};
    REVOKE UPDATE ON referral_source FROM {p_system};
  `;
}
