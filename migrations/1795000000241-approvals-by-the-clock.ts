import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock } from './in-case-scope.ts';

/** The clock knows whether somebody has decided on what a draft would share; it decides nothing itself. */
export class ApprovalsByTheClock1795000000241 extends SqlMigration {
  readonly name = 'ApprovalsByTheClock1795000000241';
  readonly sql = `${byTheClock('referral_approval')}
    GRANT SELECT ON referral_approval TO {p_system};
  `;
}
