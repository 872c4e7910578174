import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged, loggedWithItsSource } from './change-log.ts';

const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type service_id waiting_list urgency status sent_at see_by decide_by delivered_at seen_at claimed_by_id answered_at answered_by_id
    late_by_hours reason outcome_code outcome_on outcome_units no_units_reason client_confirmed ended_at package_open`,
};

/** People of another agency, whom the case's team knows by their unit alone. */
const ofOthers = 'claimed_by_id answered_by_id';

const addressed = ['to_unit_id', 'to_agency_id', 'service_type', 'service_id', 'waiting_list', 'urgency', 'sent_at', 'see_by', 'decide_by'];
const row = (name: string): string => addressed.map((column) => `${name}.${column}`).join(', ');

/** A referral names the service that is asked for, and keeps when its unit was told of it and whether it answered late. */
export class AskedServices1795000000197 extends SqlMigration {
  readonly name = 'AskedServices1795000000197';
  readonly sql = `
    ALTER TABLE service
      ADD COLUMN see_within_hours integer CHECK (see_within_hours > 0),
      ADD COLUMN decide_within_hours integer CHECK (decide_within_hours >= see_within_hours),
      ADD CONSTRAINT service_sees_and_decides CHECK ((see_within_hours IS NULL) = (decide_within_hours IS NULL));
    GRANT UPDATE (see_within_hours, decide_within_hours) ON service TO {p_admin};

    ALTER TABLE referral
      ADD COLUMN service_id uuid REFERENCES service (id),
      ADD COLUMN waiting_list boolean NOT NULL DEFAULT false,
      ADD COLUMN delivered_at timestamptz,
      ADD COLUMN late_by_hours integer CHECK (late_by_hours > 0);
    GRANT UPDATE (late_by_hours) ON referral TO {p_ministry}, {p_partner}, {p_specialist};
    ${logged('referral', 'referral', referral, { byReferral: 'id', silent: ofOthers })}
    ${loggedWithItsSource(referral, ofOthers)}

    -- What was sent stays addressed as it was, to the service too.
    DROP TRIGGER referral_address_stays ON referral;
    CREATE TRIGGER referral_address_stays BEFORE UPDATE OF ${addressed.join(', ')} ON referral FOR EACH ROW
      WHEN (OLD.status <> 'draft' AND (${row('OLD')}) IS DISTINCT FROM (${row('NEW')})) EXECUTE FUNCTION stays_as_written();
    -- Whether somebody was told is the system's to say, once: it does the telling.
    CREATE FUNCTION guard_arrival() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') AND OLD.delivered_at IS NULL AND OLD.sent_at IS NOT NULL THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'what arrived is told by the system' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_arrival() OWNER TO {definer};
    CREATE TRIGGER referral_arrival_is_guarded BEFORE UPDATE OF delivered_at ON referral FOR EACH ROW
      WHEN (OLD.delivered_at IS DISTINCT FROM NEW.delivered_at) EXECUTE FUNCTION guard_arrival();
    CREATE TRIGGER referral_arrives_later BEFORE INSERT ON referral FOR EACH ROW
      WHEN (NEW.delivered_at IS NOT NULL OR NEW.late_by_hours IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
  `;
}
