import { SqlMigration } from '../src/platform/database/migration.ts';

/** What nobody answers climbs on: to the focal point of the agency, and to the coordinator as a number. */
export class Climbing1795000000160 extends SqlMigration {
  readonly name = 'Climbing1795000000160';
  readonly sql = `
    ALTER TABLE notification ADD COLUMN count integer CHECK (count > 0);
    GRANT SELECT, UPDATE ON notification TO {p_coordinator};
    CREATE POLICY mine_as_coordinator ON notification TO {p_coordinator} USING (person_id = (SELECT ctx.user_id('coordinator')));

    -- The system puts a number right that was not read yet; what it was about, and when, nobody changes.
    GRANT UPDATE ON notification TO {p_system};
    CREATE FUNCTION guard_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a number is told by the system' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_count() OWNER TO {definer};
    CREATE TRIGGER notification_count_is_guarded BEFORE UPDATE OF count ON notification FOR EACH ROW
      WHEN (OLD.count IS DISTINCT FROM NEW.count) EXECUTE FUNCTION guard_count();

    -- How many an agency leaves unanswered.
    CREATE INDEX follow_up_missed ON follow_up (unit_id, due_on, id) WHERE status = 'missed';
  `;
}
