import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged, loggedWithItsSource } from './change-log.ts';

/** All that the log has of a referral, with what migration 283 added. */
const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type service_id waiting_list urgency status sent_at see_by decide_by delivered_at seen_at claimed_by_id answered_at answered_by_id
    late_by_hours reason outcome_code outcome_on
    outcome_units no_units_reason client_confirmed ended_at package_open hold_until awaits_sender awaits_recipient not_reached_since place_offered_at place_lapses`,
};

/** People of another agency, whom the case's team knows by their unit alone. */
const ofOthers = 'claimed_by_id answered_by_id';

/** A referral says that none of those who were told of it is reached by mail, until somebody there has seen it. */
export class NotReached1795000000291 extends SqlMigration {
  readonly name = 'NotReached1795000000291';
  readonly sql = `
    ALTER TABLE referral ADD COLUMN not_reached_since timestamptz;
    CREATE INDEX referral_not_reached ON referral (worker_id, id) WHERE not_reached_since IS NOT NULL;
    ${logged('referral', 'referral', referral, { byReferral: 'id', silent: ofOthers })}
    ${loggedWithItsSource(referral, ofOthers)}

    -- It is the system's to say, of what waits to be seen.
    CREATE FUNCTION guard_not_reached() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') AND OLD.not_reached_since IS NULL AND NEW.status = 'sent' AND NEW.seen_at IS NULL THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'whom mail reaches is told by the system' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_not_reached() OWNER TO {definer};
    CREATE TRIGGER referral_not_reached_is_guarded BEFORE UPDATE OF not_reached_since ON referral FOR EACH ROW
      WHEN (OLD.not_reached_since IS DISTINCT FROM NEW.not_reached_since) EXECUTE FUNCTION guard_not_reached();
    CREATE TRIGGER referral_not_reached_later BEFORE INSERT ON referral FOR EACH ROW
      WHEN (NEW.not_reached_since IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
    -- It ends by what the other side does, whoever does it there; and others are told where it is passed on to.
    CREATE FUNCTION referral_reached() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      NEW.not_reached_since := NULL;
      RETURN NEW;
    END $$;
    CREATE TRIGGER referral_reached BEFORE UPDATE OF seen_at, status, to_unit_id ON referral FOR EACH ROW
      WHEN (NEW.not_reached_since IS NOT NULL AND (NEW.seen_at IS NOT NULL OR NEW.status <> 'sent' OR NEW.to_unit_id <> OLD.to_unit_id))
      EXECUTE FUNCTION referral_reached();
  `;
}
