import { SqlMigration } from '../src/platform/database/migration.ts';

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
      withdrawn_on date,
      worker_id uuid REFERENCES person (id),
      unit_id uuid NOT NULL REFERENCES unit (id),
      supervisor_unit_id uuid NOT NULL REFERENCES unit (id),
      specialist_unit_id uuid REFERENCES unit (id),
      sealed boolean NOT NULL,
      version integer NOT NULL
    );
    CREATE INDEX consent_of ON consent (case_id, status);
    ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
    ALTER TABLE consent FORCE ROW LEVEL SECURITY;
    GRANT SELECT, INSERT, UPDATE ON consent TO {p_social_worker};
    GRANT SELECT ON consent TO {p_supervisor};
    GRANT SELECT, UPDATE ON consent TO {definer}, {p_system};
    CREATE POLICY mine ON consent TO {p_social_worker} USING (worker_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY my_team ON consent TO {p_supervisor}
      USING (supervisor_unit_id = (SELECT ctx.unit_id('supervisor')) AND NOT sealed);
    CREATE POLICY by_the_clock ON consent TO {p_system} USING ((SELECT ctx.is_persona('system')));
    CREATE POLICY carried ON consent TO {definer} USING (true) WITH CHECK (true);
    CREATE TRIGGER consent_takes_scope BEFORE INSERT ON consent FOR EACH ROW EXECUTE FUNCTION case_scope_taken();
    CREATE TRIGGER consent_carries_scope AFTER UPDATE OF worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed ON case_core
      FOR EACH ROW WHEN ((OLD.worker_id, OLD.unit_id, OLD.supervisor_unit_id, OLD.specialist_unit_id, OLD.sealed)
        IS DISTINCT FROM (NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed))
      EXECUTE FUNCTION case_scope_carried('consent');
  `;
}
