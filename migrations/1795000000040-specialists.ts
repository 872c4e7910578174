const answers = `status, seen_at, claimed_by_id, answered_at, answered_by_id, reason, outcome_code, outcome_on, outcome_units, no_units_reason,
      client_confirmed, ended_at, package_open, version`;

/** A specialist receives referrals as other recipients do: what was sent to the unit, and what was shared while it is open. */
export const specialists = `
    GRANT SELECT, UPDATE (${answers}) ON referral TO {p_specialist};
    GRANT SELECT ON referral_package TO {p_specialist};
    CREATE POLICY sent_to_specialist ON referral TO {p_specialist}
      USING (to_unit_id = (SELECT ctx.unit_id('specialist')) AND status NOT IN ('draft', 'entered_in_error'));
    CREATE POLICY opened_to_specialist ON referral_package FOR SELECT TO {p_specialist}
      USING (to_unit_id = (SELECT ctx.unit_id('specialist')) AND open);
    GRANT SELECT, INSERT ON delivery TO {p_specialist};
    CREATE POLICY ours_specialist ON delivery TO {p_specialist} USING (by_unit_id = (SELECT ctx.unit_id('specialist')));

    CREATE POLICY signed_by_specialist ON delivery AS RESTRICTIVE FOR INSERT TO {p_specialist}
      WITH CHECK (author_id = (SELECT ctx.user_id('specialist')));

    -- Whoever receives opens a package by accepting, once, and never a closed one again: specialists too.
    CREATE OR REPLACE FUNCTION guard_referral() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.package_open AND NOT OLD.package_open AND NOT (OLD.status = 'sent' AND NEW.status = 'accepted'
        AND (ctx.is_persona('partner') OR ctx.is_persona('ministry') OR ctx.is_persona('specialist'))) THEN
        RAISE EXCEPTION 'a closed package stays closed' USING ERRCODE = '42501';
      END IF;
      IF NEW.status <> OLD.status AND (OLD.status IN ('rejected', 'completed', 'failed', 'cancelled', 'entered_in_error')
        OR NEW.status = 'draft' OR OLD.status = 'draft' AND NEW.status NOT IN ('sent', 'entered_in_error')
        OR NEW.status = 'sent' AND NOT (OLD.status = 'draft' AND ctx.is_persona('social_worker'))) THEN
        RAISE EXCEPTION 'a referral does not go back' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;`;
