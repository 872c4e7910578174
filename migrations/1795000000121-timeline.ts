import { SqlMigration } from '../src/platform/database/migration.ts';
import { final, teamReads, toldAsRead, toldBy } from './change-log.ts';
import { follows, reachedByTriggers, staysInCase, walled } from './in-case-scope.ts';

/** What was done in a case, in one line each: told by the rooms, in codes, to whoever may read what it is about. */
export class Timeline1795000000121 extends SqlMigration {
  readonly name = 'Timeline1795000000121';
  readonly sql = `
    CREATE TABLE timeline_entry (
      id uuid PRIMARY KEY,
      case_id uuid NOT NULL REFERENCES case_core (id),
      at timestamptz(3) NOT NULL,
      kind text NOT NULL,
      -- Record and group in one word, such as need.F2.
      field_group text NOT NULL,
      subject_id uuid,
      details jsonb NOT NULL,
      -- The only free text, and in the field group of notes.
      reason text CHECK (reason IS NULL OR (length(reason) <= 280 AND field_group = 'note.F6')),${toldBy}
    );
    CREATE INDEX timeline_entry_of ON timeline_entry (case_id, at DESC NULLS LAST, id);
    ${walled('timeline_entry')}${reachedByTriggers('timeline_entry')}
    GRANT SELECT, INSERT ON timeline_entry TO {p_social_worker}, {p_supervisor};
    GRANT INSERT ON timeline_entry TO {p_system};
    CREATE POLICY told_by_system ON timeline_entry FOR INSERT TO {p_system} WITH CHECK ((SELECT ctx.is_persona('system')));
    ${toldAsRead('timeline_entry', { worker: teamReads, supervisor: teamReads })}
    ${follows('timeline_entry')}
    ${final('timeline_entry', 'id case_id at kind field_group subject_id details reason')}${staysInCase('timeline_entry')}

    -- Who tells is whoever acts, whatever the statement said. The scope has been taken from the case before: triggers go by their names.
    CREATE FUNCTION timeline_told_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      SELECT who.actor_id, who.actor_role, who.actor_unit_id, who.on_behalf_of
        INTO NEW.actor_id, NEW.actor_role, NEW.actor_unit_id, NEW.on_behalf_of
        FROM public.case_actor(NEW.unit_id, NEW.supervisor_unit_id) who;
      RETURN NEW;
    END $$;
    ALTER FUNCTION timeline_told_by() OWNER TO {definer};
    CREATE TRIGGER timeline_entry_told_by BEFORE INSERT ON timeline_entry FOR EACH ROW EXECUTE FUNCTION timeline_told_by();
  `;
}
