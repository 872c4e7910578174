import { SqlMigration } from '../src/platform/database/migration.ts';

const definer = (name: string): string => `ALTER FUNCTION ${name} OWNER TO {definer};`;

/** What can be said with a slip. */
const moves = [
  ...['sent>accepted', 'sent>rejected', 'accepted>completed', 'in_progress>completed'],
  ...['accepted>failed', 'in_progress>failed', 'on_hold>failed'],
]
  .map((move) => `'${move}'`)
  .join(', ');

/** What the system may do to a referral for whoever brought its slip, and for a unit without accounts that never answered; nothing else is its to answer. */
export class AnsweredBySlip1795000000213 extends SqlMigration {
  readonly name = 'AnsweredBySlip1795000000213';
  readonly sql = `
    -- What whoever brought a slip that holds may do to its referral is judged here; everybody else is judged by guard_referral as before.
    CREATE FUNCTION identity.answers_for(referral uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT EXISTS (SELECT FROM public.referral_slip s WHERE s.id = ctx.user_id('system') AND s.referral_id = referral AND s.status = 'open')
    $$;
    ${definer('identity.answers_for(uuid)')}
    GRANT EXECUTE ON FUNCTION identity.answers_for(uuid) TO {p_social_worker}, {p_supervisor}, {p_ministry}, {p_partner}, {p_specialist}, {p_system};
    DROP TRIGGER referral_is_guarded ON referral;
    CREATE TRIGGER referral_is_guarded BEFORE UPDATE OF package_open, status ON referral FOR EACH ROW
      WHEN ((OLD.package_open, OLD.status) IS DISTINCT FROM (NEW.package_open, NEW.status) AND NOT identity.answers_for(NEW.id))
      EXECUTE FUNCTION guard_referral();

    -- Who answers is a person of the unit, or the system for whoever brought the slip. Of its own the system ends what nobody answered.
    CREATE FUNCTION guard_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      moved constant text := OLD.status || '>' || NEW.status;
      is_system constant boolean := ctx.is_persona('system');
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF is_system AND identity.answers_for(NEW.id) THEN
        IF moved = ANY (ARRAY[${moves}]) AND (OLD.package_open OR NOT NEW.package_open OR NEW.status = 'accepted') THEN
          RETURN NEW;
        END IF;
      ELSIF moved = 'sent>failed' THEN
        IF is_system AND NEW.reason = 'no-answer' AND NOT NEW.package_open
          AND EXISTS (SELECT FROM public.unit u WHERE u.id = NEW.to_unit_id AND u.works_without_accounts) THEN RETURN NEW; END IF;
      ELSIF NOT is_system OR NEW.status = OLD.status OR NEW.status IN ('cancelled', 'entered_in_error') THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'this is for the unit to answer' USING ERRCODE = '42501';
    END $$;
    ${definer('guard_answer()')}
    CREATE TRIGGER referral_answer_is_guarded BEFORE UPDATE OF package_open, status ON referral FOR EACH ROW
      WHEN ((OLD.package_open, OLD.status) IS DISTINCT FROM (NEW.package_open, NEW.status)) EXECUTE FUNCTION guard_answer();

    -- A delivery that was told with a slip's outcome has no author here.
    ALTER TABLE delivery ALTER COLUMN author_id DROP NOT NULL;
    GRANT SELECT, INSERT ON delivery TO {p_system};
    CREATE POLICY by_the_clock ON delivery TO {p_system} USING ((SELECT ctx.is_persona('system')));
    CREATE FUNCTION guard_delivery_author() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR NOT ctx.is_persona('system') AND NEW.author_id IS NOT NULL
        -- The outcome that is told ends the slip, and is told before what was given is written.
        OR NEW.author_id IS NULL AND (identity.answers_for(NEW.referral_id) OR identity.speaks_for(NEW.referral_id)
          AND EXISTS (SELECT FROM public.referral r WHERE r.id = NEW.referral_id AND r.status = 'completed')) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'whoever gave a service says so' USING ERRCODE = '42501';
    END $$;
    ${definer('guard_delivery_author()')}
    CREATE TRIGGER delivery_author_is_guarded BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION guard_delivery_author();
  `;
}
