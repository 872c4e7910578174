import { SqlMigration } from '../src/platform/database/migration.ts';

/** In production a referral is sent when it is: a statement that says another time passes no end of a protocol or a consent. */
export class SentWhenItIs1795000000284 extends SqlMigration {
  readonly name = 'SentWhenItIs1795000000284';
  readonly sql = `
    -- Whether everybody goes by the clock of the machines. A production says so whenever it is migrated; where a clock is put ahead by the
    -- process alone, as tests do, the database cannot know what time it is meant to be.
    ALTER TABLE platform.demonstration_clock ADD COLUMN is_real boolean NOT NULL DEFAULT false;
    CREATE FUNCTION guard_sending_time() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND EXISTS (SELECT FROM platform.demonstration_clock c WHERE c.is_real
        AND (NEW.sent_at IS NULL OR NEW.sent_at NOT BETWEEN now() - interval '5 minutes' AND now() + interval '5 minutes')) THEN
        RAISE EXCEPTION 'what is sent is sent now' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_sending_time() OWNER TO {definer};
    CREATE TRIGGER referral_is_sent_now BEFORE UPDATE OF status ON referral FOR EACH ROW
      WHEN (OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION guard_sending_time();

    -- Of a sealed case nobody could answer: nothing is asked.
    CREATE FUNCTION guard_sealed_asking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND EXISTS (SELECT FROM public.case_core c WHERE c.id = NEW.case_id AND c.sealed) THEN
        RAISE EXCEPTION 'nobody could approve this' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_sealed_asking() OWNER TO {definer};
    CREATE TRIGGER approval_of_sealed_begins BEFORE INSERT ON referral_approval FOR EACH ROW EXECUTE FUNCTION guard_sealed_asking();
    CREATE TRIGGER approval_of_sealed_is_asked BEFORE UPDATE OF approval ON referral_approval FOR EACH ROW
      WHEN (OLD.approval <> 'asked' AND NEW.approval = 'asked') EXECUTE FUNCTION guard_sealed_asking();
  `;
}
