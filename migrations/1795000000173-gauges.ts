import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

/** What waits in the installation and for how long, in numbers alone, for whoever looks after it. */
export class Gauges1795000000173 extends SqlMigration {
  readonly name = 'Gauges1795000000173';
  readonly sql = `
    CREATE TABLE gauge (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      name text NOT NULL UNIQUE,
      amount integer NOT NULL,
      since timestamptz,
      measured_at timestamptz NOT NULL
    );
    ${walled('gauge')}${byTheClock('gauge')}
    GRANT SELECT, INSERT, UPDATE ON gauge TO {p_system};
    GRANT SELECT ON gauge TO {p_admin};
    CREATE POLICY looked_after ON gauge FOR SELECT TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
    CREATE INDEX referral_unseen ON referral (sent_at) WHERE status = 'sent' AND seen_at IS NULL;
  `;
}
