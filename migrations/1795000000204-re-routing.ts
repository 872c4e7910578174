import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged, loggedWithItsSource } from './change-log.ts';

const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type service_id waiting_list urgency status sent_at see_by decide_by delivered_at seen_at claimed_by_id answered_at answered_by_id
    late_by_hours reason outcome_code outcome_on
    outcome_units no_units_reason client_confirmed ended_at package_open hold_until`,
};

/** People of another agency, whom the case's team knows by their unit alone. */
const ofOthers = 'claimed_by_id answered_by_id';

const beside = ['reason', 'ended_at', 'hold_until', 'sent_at'];
const list = (row: string): string => beside.map((column) => `${row}.${column}`).join(', ');

/** A referral that came to nothing goes on to somebody else; the supervisor takes one back, or asks somebody else where nobody answers. */
export class ReRouting1795000000204 extends SqlMigration {
  readonly name = 'ReRouting1795000000204';
  readonly sql = `
    ALTER TABLE referral ADD COLUMN hold_until date;
    ALTER TABLE referral_source
      ADD COLUMN rerouted_from_id uuid REFERENCES referral (id),
      ADD COLUMN reroute_reason text,
      ADD COLUMN reroutes integer NOT NULL DEFAULT 0,
      ADD CONSTRAINT reroute_is_whole CHECK ((rerouted_from_id IS NULL) = (reroute_reason IS NULL) AND (rerouted_from_id IS NULL) = (reroutes = 0));
    CREATE INDEX referral_rerouted_from ON referral_source (rerouted_from_id);
    GRANT UPDATE (hold_until) ON referral TO {p_ministry}, {p_partner}, {p_specialist};

    -- A supervisor makes referrals instead of others, in the own name, and no others.
    GRANT INSERT ON referral, referral_source, referral_package TO {p_supervisor};
    GRANT UPDATE (status, ${beside.join(', ')}, package_open, see_by, decide_by) ON referral TO {p_supervisor};
    CREATE POLICY instead_of_another ON referral_source AS RESTRICTIVE FOR INSERT TO {p_supervisor}
      WITH CHECK (sender_id = (SELECT ctx.user_id('supervisor')) AND rerouted_from_id IS NOT NULL);

    -- Another is asked instead of a referral of the same case that is over, once unless that was a mistake, and the chain is counted.
    CREATE FUNCTION guard_reroute() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      -- Of two who ask instead of the same one the second waits for the first, and sees it.
      PERFORM FROM public.referral r WHERE r.id = NEW.rerouted_from_id FOR NO KEY UPDATE;
      IF NOT ctx.is_house() OR NOT EXISTS (
        SELECT FROM public.referral_source o JOIN public.referral r ON r.id = o.referral_id
        WHERE o.rerouted_from_id = NEW.rerouted_from_id AND r.status <> 'entered_in_error') AND EXISTS (
        SELECT FROM public.referral_source s JOIN public.referral r ON r.id = s.referral_id JOIN public.referral n ON n.id = NEW.referral_id
        WHERE s.referral_id = NEW.rerouted_from_id AND s.case_id = NEW.case_id AND s.reroutes + 1 = NEW.reroutes
          AND r.status IN ('rejected', 'failed', 'cancelled') AND r.service_type = n.service_type) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'this stands instead of no such referral' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_reroute() OWNER TO {definer};
    CREATE TRIGGER reroute_is_guarded BEFORE INSERT ON referral_source FOR EACH ROW
      WHEN (NEW.rerouted_from_id IS NOT NULL) EXECUTE FUNCTION guard_reroute();
    CREATE TRIGGER reroute_stays BEFORE UPDATE OF rerouted_from_id, reroutes, reroute_reason ON referral_source FOR EACH ROW
      WHEN ((OLD.rerouted_from_id, OLD.reroutes, OLD.reroute_reason) IS DISTINCT FROM (NEW.rerouted_from_id, NEW.reroutes, NEW.reroute_reason))
      EXECUTE FUNCTION stays_as_written();

    -- Of a referral that is under way the supervisor does one thing: end it. What they send is what they made instead of another.
    CREATE OR REPLACE FUNCTION guard_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims constant text[] := ctx.claims();
      receives constant boolean := coalesce(claims[2] IN ('partner', 'ministry', 'specialist'), false);
      works constant boolean := receives OR coalesce(claims[2] IN ('social_worker', 'system'), false);
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.package_open AND NOT OLD.package_open AND NOT (OLD.status = 'sent' AND NEW.status = 'accepted' AND receives) THEN
        RAISE EXCEPTION 'a closed package stays closed' USING ERRCODE = '42501';
      END IF;
      IF NEW.status <> OLD.status AND (OLD.status IN ('rejected', 'completed', 'failed', 'cancelled', 'entered_in_error')
        OR NEW.status = 'draft' OR OLD.status = 'draft' AND NEW.status NOT IN ('sent', 'entered_in_error')
        OR NEW.status = 'sent' AND NOT (OLD.status = 'draft' AND (coalesce(claims[2] = 'social_worker', false) OR EXISTS (
          SELECT FROM public.referral_source s WHERE s.referral_id = NEW.id AND s.rerouted_from_id IS NOT NULL
            AND claims[2] = 'supervisor' AND s.sender_id = claims[4]::uuid)))) THEN
        RAISE EXCEPTION 'a referral does not go back' USING ERRCODE = '42501';
      END IF;
      IF NOT works AND (NEW.status NOT IN (OLD.status, 'sent', 'cancelled') OR NEW.package_open <> OLD.package_open AND NEW.status <> 'cancelled') THEN
        RAISE EXCEPTION 'a supervisor answers for nobody' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    -- What is said of a step is said with the step.
    CREATE TRIGGER referral_words_stay BEFORE UPDATE OF ${beside.join(', ')} ON referral FOR EACH ROW
      WHEN (OLD.status = NEW.status AND (${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION stays_as_written();

    ${logged('referral', 'referral', referral, { byReferral: 'id', silent: ofOthers })}
    ${loggedWithItsSource(referral, ofOthers)}
    ${logged(
      'referral_source',
      'referral',
      { source: 'consent_id sender_id age_at_edge duplicate_reason one_off rerouted_from_id reroute_reason reroutes' },
      { key: 'referral_id' },
    )}
  `;
}
