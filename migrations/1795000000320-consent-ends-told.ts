import { SqlMigration } from '../src/platform/database/migration.ts';

/** That a consent is about to end is told by the clock: how near to the end, the consent itself remembers. */
export class ConsentEndsTold1795000000320 extends SqlMigration {
  readonly name = 'ConsentEndsTold1795000000320';
  readonly sql = `
    -- How many days before the end the worker of the case was told last.
    ALTER TABLE consent ADD COLUMN told_days_before integer CHECK (told_days_before >= 0);
    CREATE FUNCTION guard_consent_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND NOT ctx.is_persona('system') THEN
        RAISE EXCEPTION 'whether people were told is for the clock to say' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_consent_told() OWNER TO {definer};
    CREATE TRIGGER consent_told_is_guarded BEFORE UPDATE OF told_days_before ON consent FOR EACH ROW
      WHEN (OLD.told_days_before IS DISTINCT FROM NEW.told_days_before) EXECUTE FUNCTION guard_consent_told();
    CREATE TRIGGER consent_told_begins BEFORE INSERT ON consent FOR EACH ROW
      WHEN (NEW.told_days_before IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
  `;
}
