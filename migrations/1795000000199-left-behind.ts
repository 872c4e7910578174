import { SqlMigration } from '../src/platform/database/migration.ts';

const addressed = ['to_unit_id', 'to_agency_id', 'service_type', 'service_id', 'waiting_list', 'urgency', 'sent_at', 'see_by', 'decide_by'];
const all = (name: string, columns = addressed): string => columns.map((column) => `${name}.${column}`).join(', ');
const but = addressed.filter((column) => column !== 'to_unit_id');

/** A referral outlives the unit it was sent to, and whoever took it on there. */
export class LeftBehind1795000000199 extends SqlMigration {
  readonly name = 'LeftBehind1795000000199';
  readonly sql = `
    -- What was sent stays addressed as it was; but where its unit is no more, the system gives it to another one of the same agency.
    CREATE FUNCTION guard_referral_address() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND (${all('NEW', but)}) IS NOT DISTINCT FROM (${all('OLD', but)}) AND NEW.claimed_by_id IS NULL
        AND EXISTS (SELECT FROM public.unit gone JOIN public.unit above ON above.agency_id = gone.agency_id AND above.active
          WHERE gone.id = OLD.to_unit_id AND NOT gone.active AND above.id = NEW.to_unit_id) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'what was sent stays addressed as it was' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_referral_address() OWNER TO {definer};
    DROP TRIGGER referral_address_stays ON referral;
    CREATE TRIGGER referral_address_stays BEFORE UPDATE OF ${addressed.join(', ')} ON referral FOR EACH ROW
      WHEN (OLD.status <> 'draft' AND (${all('OLD')}) IS DISTINCT FROM (${all('NEW')})) EXECUTE FUNCTION guard_referral_address();
    -- That another unit of the agency has it voids nothing of what was approved before it was sent.
    DROP TRIGGER referral_address_voids ON referral;
    CREATE TRIGGER referral_address_voids BEFORE UPDATE OF to_unit_id, to_agency_id, service_type ON referral FOR EACH ROW
      WHEN (OLD.status = 'draft'
        AND (OLD.to_unit_id, OLD.to_agency_id, OLD.service_type) IS DISTINCT FROM (NEW.to_unit_id, NEW.to_agency_id, NEW.service_type))
      EXECUTE FUNCTION referral_readdressed();
    CREATE INDEX referral_claimed ON referral (claimed_by_id)
      WHERE claimed_by_id IS NOT NULL AND status IN ('sent', 'accepted', 'in_progress', 'on_hold');
  `;
}
