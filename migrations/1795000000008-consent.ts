import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, caseScope, follows, owningTeam } from './in-case-scope.ts';

/** What the person, and who cares for a child, agreed to; and that it can be taken back at once. */
export class Consent1795000000008 extends SqlMigration {
  readonly name = 'Consent1795000000008';
  readonly sql = `
    CREATE TABLE consent (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
      recipient_ids uuid[] NOT NULL,
      basis text NOT NULL,
      text_version text NOT NULL,
      language text NOT NULL,
      given_by text NOT NULL,
      form text NOT NULL,
      assent text,
      valid_from date NOT NULL,
      valid_to date NOT NULL CHECK (valid_to >= valid_from),
      status text NOT NULL,
      withdrawn_on date,${caseScope},
      version integer NOT NULL
    );
    CREATE INDEX consent_of ON consent (case_id, status);
    ${owningTeam('consent')}${byTheClock('consent')}
    GRANT SELECT, INSERT, UPDATE ON consent TO {p_social_worker};
    GRANT SELECT ON consent TO {p_supervisor};
    GRANT SELECT, UPDATE ON consent TO {p_system};
    ${follows('consent')}
  `;
}
