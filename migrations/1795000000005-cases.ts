import { SqlMigration } from '../src/platform/database/migration.ts';
import { caseScope, follows, owningTeam } from './in-case-scope.ts';

const wall = (table: string, workerMay: string, supervisorMay: string): string => `${owningTeam(table)}
    GRANT ${workerMay} ON ${table} TO {p_social_worker};
    GRANT ${supervisorMay} ON ${table} TO {p_supervisor};`;

/** Cases in the field groups of the catalogue: what needs a wall of the database has a table of its own. */
export class Cases1795000000005 extends SqlMigration {
  readonly name = 'Cases1795000000005';
  readonly sql = `
    CREATE TABLE case_core (
      id uuid PRIMARY KEY,
      code text NOT NULL CONSTRAINT case_code_drawn UNIQUE,
      alias integer NOT NULL,
      status text NOT NULL,
      phase text NOT NULL,
      priority text NOT NULL,
      risk text NOT NULL,
      risk_set_on date,
      risk_expires_on date,
      country text NOT NULL,
      legal_basis text NOT NULL,
      closure_reason text,
      closure_requested_by_id uuid REFERENCES person (id),${caseScope},
      version integer NOT NULL,
      CONSTRAINT case_alias_drawn UNIQUE (unit_id, alias)
    );
    CREATE INDEX case_core_mine ON case_core (worker_id, id);
    CREATE INDEX case_core_team ON case_core (supervisor_unit_id, id) WHERE NOT sealed;

    -- A row of a case takes its scope from the case, whatever the statement said.
    CREATE FUNCTION case_scope_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT c.worker_id, c.unit_id, c.supervisor_unit_id, c.specialist_unit_id, c.sealed
        INTO NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed
        FROM public.case_core c WHERE c.id = NEW.case_id;
      RETURN NEW;
    END $$;
    ALTER FUNCTION case_scope_taken() OWNER TO {definer};

    -- When a case changes hands, all its rows do, in the same statement.
    CREATE FUNCTION case_scope_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      EXECUTE format('UPDATE public.%I SET worker_id = $1, unit_id = $2, supervisor_unit_id = $3, specialist_unit_id = $4, sealed = $5
        WHERE case_id = $6', TG_ARGV[0])
        USING NEW.worker_id, NEW.unit_id, NEW.supervisor_unit_id, NEW.specialist_unit_id, NEW.sealed, NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION case_scope_carried() OWNER TO {definer};

    CREATE TABLE case_profile (
      case_id uuid PRIMARY KEY REFERENCES case_core (id),
      age_band text NOT NULL,
      sex text NOT NULL,
      language text NOT NULL,
      interpreter_needed boolean NOT NULL,
      region text NOT NULL,
      household_band text,
      disability_flag boolean,
      roles text[] NOT NULL,
      origin text,
      preferred_worker_sex text,${caseScope}
    );
    CREATE TABLE case_anchor (
      case_id uuid PRIMARY KEY REFERENCES case_core (id),
      arrived_on date NOT NULL,
      registered_on date NOT NULL,
      placed_on date,
      birth_quarter text NOT NULL CHECK (birth_quarter ~ '^[0-9]{4}-Q[1-4]$'),
      district text,${caseScope}
    );
    CREATE TABLE case_situation (
      case_id uuid PRIMARY KEY REFERENCES case_core (id),
      care_arrangement text,
      school_state text,
      livelihood_state text,
      housing_state text,${caseScope}
    );
    CREATE TABLE case_need (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      domain text NOT NULL,
      need_code text NOT NULL,
      severity text NOT NULL,
      noted_on date NOT NULL,
      status text NOT NULL,${caseScope},
      version integer NOT NULL
    );
    CREATE INDEX case_need_of ON case_need (case_id, id);
    CREATE TABLE case_narrative (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      note text NOT NULL CHECK (length(note) <= 280),
      author_id uuid NOT NULL REFERENCES person (id),
      noted_on date NOT NULL,${caseScope}
    );
    CREATE INDEX case_narrative_of ON case_narrative (case_id, id);
    ${wall('case_core', 'SELECT, INSERT, UPDATE', 'SELECT, UPDATE')}
    ${wall('case_profile', 'SELECT, INSERT, UPDATE', 'SELECT')}
    ${wall('case_anchor', 'SELECT, INSERT, UPDATE', 'SELECT')}
    ${wall('case_situation', 'SELECT, INSERT, UPDATE', 'SELECT')}
    ${wall('case_need', 'SELECT, INSERT, UPDATE', 'SELECT')}
    ${wall('case_narrative', 'SELECT, INSERT', 'SELECT')}
    ${['case_profile', 'case_anchor', 'case_situation', 'case_need', 'case_narrative'].map(follows).join('')}
  `;
}
