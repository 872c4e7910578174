import { caseScope, follows, owningTeam, staysInCase } from './in-case-scope.ts';

/** Another person's word on a package with sensitive groups: asked for by the sender, given by the supervisor, void as soon as the package changes. */
export const approval = `
    ALTER TABLE referral_source ADD COLUMN one_off text[] NOT NULL DEFAULT '{}';
    CREATE TABLE referral_approval (
      referral_id uuid PRIMARY KEY REFERENCES referral (id),
      case_id uuid NOT NULL REFERENCES case_core (id),
      approval text NOT NULL,
      approval_asked_by_id uuid NOT NULL REFERENCES person (id),
      approval_asked_at timestamptz NOT NULL,
      approval_decided_by_id uuid REFERENCES person (id),
      approval_decided_at timestamptz,
      decline_reason text,${caseScope}
    );
    ${owningTeam('referral_approval')}${follows('referral_approval')}${staysInCase('referral_approval', 'referral_id')}
    GRANT SELECT, INSERT, UPDATE ON referral_approval TO {p_social_worker};
    GRANT SELECT, UPDATE ON referral_approval TO {p_supervisor};
    -- Whoever answers holds the referral still meanwhile; nothing of it is theirs to change.
    GRANT UPDATE (version) ON referral TO {p_supervisor};

    -- The sender asks and never answers; the supervisor answers, and never the own asking; voiding it harms nobody.
    CREATE FUNCTION guard_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      worker uuid := ctx.user_id('social_worker');
      supervisor uuid := ctx.user_id('supervisor');
    BEGIN
      IF NOT ctx.is_house() OR NEW.approval = 'void' THEN RETURN NEW; END IF;
      IF worker IS NOT NULL AND NEW.approval = 'asked' AND NEW.approval_asked_by_id = worker AND NEW.approval_decided_by_id IS NULL
        THEN RETURN NEW; END IF;
      IF supervisor IS NOT NULL AND TG_OP = 'UPDATE' AND NEW.approval IN ('approved', 'declined') AND NEW.approval_decided_by_id = supervisor
        AND OLD.approval = 'asked' AND NEW.approval_asked_by_id = OLD.approval_asked_by_id AND NEW.approval_asked_by_id <> supervisor
        THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'nobody approves what they asked for' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_approval() OWNER TO {definer};
    CREATE TRIGGER approval_is_guarded BEFORE INSERT OR UPDATE OF approval, approval_asked_by_id, approval_decided_by_id
      ON referral_approval FOR EACH ROW EXECUTE FUNCTION guard_approval();

    -- An approval is of what was approved: another package, another approval.
    CREATE FUNCTION referral_approval_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_approval SET approval = 'void' WHERE referral_id = NEW.referral_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_approval_voided() OWNER TO {definer};
    CREATE TRIGGER referral_approval_voids AFTER UPDATE OF package, package_groups ON referral_package
      FOR EACH ROW WHEN (OLD.package IS DISTINCT FROM NEW.package OR OLD.package_groups IS DISTINCT FROM NEW.package_groups)
      EXECUTE FUNCTION referral_approval_voided();

    -- Nothing sensitive is sent without it, whoever asks the database to.
    CREATE FUNCTION referral_approved_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() AND EXISTS (SELECT FROM public.referral_package p WHERE p.referral_id = NEW.id AND p.package_groups && ARRAY['F3a', 'F3b', 'F3c', 'F5'])
        AND NOT EXISTS (SELECT FROM public.referral_approval a WHERE a.referral_id = NEW.id AND a.approval = 'approved') THEN
        RAISE EXCEPTION 'another person approves this first' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_approved_first() OWNER TO {definer};
    CREATE TRIGGER referral_is_approved_first BEFORE UPDATE OF status ON referral
      FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION referral_approved_first();`;
