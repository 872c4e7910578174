import { SqlMigration } from '../src/platform/database/migration.ts';

const definer = (name: string): string => `ALTER FUNCTION ${name} OWNER TO {definer};`;

/** What the system may do to a referral for whoever brought its slip, and for a unit without accounts that never answered; nothing else is its to answer. */
export class AnsweredBySlip1795000000213 extends SqlMigration {
  readonly name = 'AnsweredBySlip1795000000213';
  readonly sql = `
    CREATE OR REPLACE FUNCTION guard_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.package_open AND NOT OLD.package_open AND NOT (OLD.status = 'sent' AND NEW.status = 'accepted'
        AND (ctx.is_persona('partner') OR ctx.is_persona('ministry') OR ctx.is_persona('specialist') OR identity.speaks_for(NEW.id))) THEN
        RAISE EXCEPTION 'a closed package stays closed' USING ERRCODE = '42501';
      END IF;
      IF NEW.status <> OLD.status AND (OLD.status IN ('rejected', 'completed', 'failed', 'cancelled', 'entered_in_error')
        OR NEW.status = 'draft' OR OLD.status = 'draft' AND NEW.status NOT IN ('sent', 'entered_in_error')
        OR NEW.status = 'sent' AND NOT (OLD.status = 'draft' AND ctx.is_persona('social_worker'))) THEN
        RAISE EXCEPTION 'a referral does not go back' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;

    -- Who answers is a person of the unit, or the system for whoever brought the slip. Of its own the system ends what nobody answered.
    CREATE FUNCTION guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      is_system constant boolean := ctx.is_persona('system');
      is_unanswered constant boolean := OLD.status = 'sent' AND NEW.status = 'failed';
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF is_unanswered AND is_system AND NEW.reason = 'no-answer' AND NOT NEW.package_open
        AND EXISTS (SELECT FROM public.unit u WHERE u.id = NEW.to_unit_id AND u.works_without_accounts) THEN RETURN NEW; END IF;
      IF NOT is_unanswered AND (NOT is_system OR identity.speaks_for(NEW.id)) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'this is for the unit to answer' USING ERRCODE = '42501';
    END $$;
    ${definer('guard_answer()')}
    CREATE TRIGGER referral_answer_is_guarded BEFORE UPDATE OF status ON referral FOR EACH ROW
      WHEN (OLD.status <> NEW.status AND NEW.status IN ('accepted', 'rejected', 'in_progress', 'on_hold', 'completed', 'failed'))
      EXECUTE FUNCTION guard_answer();

    -- A delivery that was told with a slip's outcome has no author here.
    ALTER TABLE delivery ALTER COLUMN author_id DROP NOT NULL;
    GRANT SELECT, INSERT ON delivery TO {p_system};
    CREATE POLICY by_the_clock ON delivery TO {p_system} USING ((SELECT ctx.is_persona('system')));
    CREATE FUNCTION guard_delivery_author() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR NOT ctx.is_persona('system') AND NEW.author_id IS NOT NULL
        OR NEW.author_id IS NULL AND identity.speaks_for(NEW.referral_id) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'whoever gave a service says so' USING ERRCODE = '42501';
    END $$;
    ${definer('guard_delivery_author()')}
    CREATE TRIGGER delivery_author_is_guarded BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION guard_delivery_author();
  `;
}
