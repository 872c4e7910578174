import { SqlMigration } from '../src/platform/database/migration.ts';
import { alsoToldAsRead, logged, loggedWithItsOverride } from './change-log.ts';
import { byTheClock, followedScope, follows, owningTeam, staysInCase } from './in-case-scope.ts';

const asked = ['id', 'to_agency_id', 'service_type', 'groups', 'legal_basis', 'reason', 'requested_by_id', 'requested_at'];
const decided = ['decided_by_id', 'decided_at', 'review_by', 'overdue_at', 'reviewed_by_id', 'reviewed_at', 'refusal_reason'];
const guarded = ['status', ...decided];
const facts = {
  facts: `to_agency_id service_type groups legal_basis reason status requested_by_id requested_at decided_by_id decided_at review_by overdue_at
        reviewed_by_id reviewed_at refusal_reason`,
};
const routing = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
const list = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');
/** These columns stay as they were. */
const kept = (...columns: readonly string[]): string => `(${list('NEW', columns)}) IS NOT DISTINCT FROM (${list('OLD', columns)})`;

/** A referral may go out without a consent if a second person lets it, and a third looks at it; what they undo ends at once. */
export class ConsentOverrides1795000000191 extends SqlMigration {
  readonly name = 'ConsentOverrides1795000000191';
  readonly sql = `
    ALTER TABLE referral_source ALTER COLUMN consent_id DROP NOT NULL;

    CREATE TABLE consent_override (
      id uuid PRIMARY KEY,
      to_agency_id uuid NOT NULL REFERENCES agency (id),
      service_type text NOT NULL,
      groups text[] NOT NULL,
      legal_basis text NOT NULL,
      reason text NOT NULL,
      status text NOT NULL,
      requested_by_id uuid NOT NULL REFERENCES person (id),
      requested_at timestamptz NOT NULL,
      decided_by_id uuid REFERENCES person (id),
      decided_at timestamptz,
      review_by timestamptz,
      overdue_at timestamptz,
      reviewed_by_id uuid REFERENCES person (id),
      reviewed_at timestamptz,
      refusal_reason text,${followedScope},
      version integer NOT NULL
    );
    -- Of which referral and case it is, apart: whoever judges what was shared knows of neither. What was declined stands no more.
    CREATE TABLE consent_override_source (
      consent_override_id uuid PRIMARY KEY REFERENCES consent_override (id),
      referral_id uuid NOT NULL REFERENCES referral (id),
      case_id uuid NOT NULL REFERENCES case_core (id),
      stands boolean NOT NULL,${followedScope}
    );
    CREATE UNIQUE INDEX override_asked_once ON consent_override_source (referral_id) WHERE stands;
    CREATE INDEX override_of ON consent_override_source (case_id);
    CREATE INDEX override_mine ON consent_override (worker_id, id);
    CREATE INDEX override_team ON consent_override (supervisor_unit_id, id) WHERE NOT sealed;
    CREATE INDEX override_to_review ON consent_override (review_by) WHERE status = 'approved';
    ${['consent_override', 'consent_override_source'].map((table) => owningTeam(table) + byTheClock(table)).join('')}
    ${follows('consent_override_source')}
    ${staysInCase('consent_override_source', 'consent_override_id', 'referral_id')}
    CREATE TRIGGER override_facts_stay BEFORE UPDATE OF ${asked.join(', ')} ON consent_override FOR EACH ROW
      WHEN ((${list('OLD', asked)}) IS DISTINCT FROM (${list('NEW', asked)})) EXECUTE FUNCTION stays_as_written();
    -- What may be known of it follows the team's side, which follows the case.
    CREATE FUNCTION override_scope_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.consent_override o SET (${routing.join(', ')}) = (${list('NEW', routing)})
        WHERE o.id = NEW.consent_override_id AND (${list('o', routing)}) IS DISTINCT FROM (${list('NEW', routing)});
      RETURN NULL;
    END $$;
    ALTER FUNCTION override_scope_carried() OWNER TO {definer};
    CREATE TRIGGER override_follows_source AFTER INSERT OR UPDATE ON consent_override_source
      FOR EACH ROW EXECUTE FUNCTION override_scope_carried();
    CREATE FUNCTION override_scope_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT ${list('s', routing)} INTO ${list('NEW', routing)} FROM public.consent_override_source s WHERE s.consent_override_id = NEW.id;
      IF NOT FOUND THEN SELECT ${list('OLD', routing)} INTO ${list('NEW', routing)}; END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION override_scope_taken() OWNER TO {definer};
    CREATE TRIGGER consent_override_takes_scope BEFORE UPDATE OF ${routing.join(', ')} ON consent_override FOR EACH ROW
      WHEN ((${list('OLD', routing)}) IS DISTINCT FROM (${list('NEW', routing)})) EXECUTE FUNCTION override_scope_taken();
    CREATE FUNCTION override_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.consent_override_source SET stands = NEW.status <> 'declined' WHERE consent_override_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION override_stands() OWNER TO {definer};
    CREATE TRIGGER override_stands AFTER UPDATE OF status ON consent_override FOR EACH ROW
      WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION override_stands();
    CREATE POLICY reviewed ON consent_override TO {p_privacy} USING ((SELECT ctx.is_persona('privacy')));
    CREATE POLICY signed ON consent_override AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (requested_by_id = (SELECT ctx.user_id('social_worker')));
    GRANT SELECT, INSERT ON consent_override, consent_override_source TO {p_social_worker};
    GRANT SELECT ON consent_override_source TO {p_supervisor}, {p_system};
    -- Whoever sends holds still what it goes out on.
    GRANT UPDATE (version) ON consent_override TO {p_social_worker};
    GRANT SELECT, UPDATE ON consent_override TO {p_supervisor}, {p_privacy}, {p_system};

    CREATE TRIGGER consent_override_begins BEFORE INSERT ON consent_override FOR EACH ROW
      WHEN (NEW.status <> 'requested' OR num_nonnulls(${list('NEW', decided)}) > 0) EXECUTE FUNCTION begins_at_its_beginning();
    -- It is asked for a draft of the case, for just its recipient and service, by whoever says so.
    CREATE FUNCTION override_asked() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      asked record;
    BEGIN
      SELECT o.* INTO asked FROM public.consent_override o WHERE o.id = NEW.consent_override_id;
      IF ctx.is_house() AND (asked.status <> 'requested' OR asked.requested_by_id IS DISTINCT FROM ctx.user_id('social_worker')
        OR NOT EXISTS (SELECT FROM public.referral r JOIN public.referral_source s ON s.referral_id = r.id
          WHERE r.id = NEW.referral_id AND s.case_id = NEW.case_id AND r.status = 'draft'
            AND (r.to_agency_id, r.service_type) = (asked.to_agency_id, asked.service_type))) THEN
        RAISE EXCEPTION 'this is asked for a draft as it is' USING ERRCODE = '42501';
      END IF;
      NEW.stands := asked.status <> 'declined';
      RETURN NEW;
    END $$;
    ALTER FUNCTION override_asked() OWNER TO {definer};
    CREATE TRIGGER override_is_asked BEFORE INSERT ON consent_override_source FOR EACH ROW EXECUTE FUNCTION override_asked();

    -- One asks, another lets it go, a third looks at it, each in the own name; the system notes that nobody has, and what is not asked for any more.
    CREATE FUNCTION guard_override() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      supervisor uuid := ctx.user_id('supervisor');
      privacy uuid := ctx.user_id('privacy');
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF supervisor IS NOT NULL AND OLD.status = 'requested' AND NEW.decided_by_id = supervisor AND OLD.requested_by_id <> supervisor
        AND NEW.decided_at IS NOT NULL AND ${kept('overdue_at', 'reviewed_by_id', 'reviewed_at')}
        AND (NEW.status = 'approved' AND NEW.review_by IS NOT NULL AND NEW.refusal_reason IS NULL
          OR NEW.status = 'declined' AND NEW.review_by IS NULL AND NEW.refusal_reason IS NOT NULL) THEN RETURN NEW; END IF;
      IF privacy IS NOT NULL AND NEW.reviewed_by_id = privacy AND privacy NOT IN (OLD.requested_by_id, OLD.decided_by_id)
        AND NEW.reviewed_at IS NOT NULL AND ${kept('decided_by_id', 'decided_at', 'review_by', 'overdue_at')}
        AND (OLD.status = 'approved' AND NEW.status = 'upheld' AND NEW.refusal_reason IS NULL
          OR OLD.status IN ('approved', 'upheld') AND NEW.status = 'reversed' AND NEW.refusal_reason IS NOT NULL) THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND OLD.status = 'requested' AND NEW.status = 'declined' AND NEW.decided_at IS NOT NULL
        AND NEW.refusal_reason IS NOT NULL AND ${kept(...decided.filter((column) => !['decided_at', 'refusal_reason'].includes(column)))} THEN
        RETURN NEW;
      END IF;
      IF ctx.is_persona('system') AND OLD.status = 'approved' AND OLD.overdue_at IS NULL
        AND ${kept(...guarded.filter((column) => column !== 'overdue_at'))} THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'sharing without consent takes three' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_override() OWNER TO {definer};
    CREATE TRIGGER override_is_guarded BEFORE UPDATE OF ${guarded.join(', ')} ON consent_override FOR EACH ROW
      WHEN ((${list('OLD', guarded)}) IS DISTINCT FROM (${list('NEW', guarded)})) EXECUTE FUNCTION guard_override();

    -- Nothing is sent on no consent of the case that is in force, unless that was allowed and nobody has undone it; and then no more than was.
    CREATE FUNCTION referral_consented_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      source record;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT s.case_id, s.consent_id INTO source FROM public.referral_source s WHERE s.referral_id = NEW.id;
      IF EXISTS (SELECT FROM public.consent c WHERE c.id = source.consent_id AND c.case_id = source.case_id AND c.status = 'active'
          AND NEW.to_agency_id = ANY (c.recipient_ids))
        OR source.consent_id IS NULL AND EXISTS (SELECT FROM public.consent_override_source a
            JOIN public.consent_override o ON o.id = a.consent_override_id JOIN public.referral_package p ON p.referral_id = a.referral_id
          WHERE a.referral_id = NEW.id AND (o.status = 'upheld' OR o.status = 'approved' AND o.overdue_at IS NULL AND o.review_by > NEW.sent_at)
            AND p.package_groups <@ o.groups AND (o.to_agency_id, o.service_type) = (NEW.to_agency_id, NEW.service_type)) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'somebody agrees to this first' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION referral_consented_first() OWNER TO {definer};
    CREATE TRIGGER referral_is_consented_first BEFORE UPDATE OF status ON referral FOR EACH ROW
      WHEN (OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION referral_consented_first();

    -- The privacy officer hears of it, as everybody hears who has something to do.
    GRANT SELECT, UPDATE ON notification TO {p_privacy};
    CREATE POLICY mine_as_privacy ON notification TO {p_privacy} USING (person_id = (SELECT ctx.user_id('privacy')));
    GRANT SELECT ON mail TO {p_privacy};
    CREATE POLICY mine_as_privacy ON mail FOR SELECT TO {p_privacy} USING (person_id = (SELECT ctx.user_id('privacy')));
    GRANT SELECT, INSERT ON mail_hours TO {p_privacy};
    CREATE POLICY mine_as_privacy ON mail_hours TO {p_privacy} USING (person_id = (SELECT ctx.user_id('privacy')));

    CREATE FUNCTION override_noted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET timezone = 'UTC' AS $$
    BEGIN
      PERFORM public.note_change(TG_ARGV[0], o.id, NEW.case_id, NULL, to_jsonb(o),
        TG_ARGV[4]::text[], TG_ARGV[5]::text[], TG_ARGV[6]::text[], TG_ARGV[7]::boolean[])
        FROM public.consent_override o WHERE o.id = NEW.consent_override_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION override_noted() OWNER TO {definer};
    ${logged('consent_override', 'consent-override', facts, { byOverride: 'id' })}
    ${loggedWithItsOverride(facts)}
    ${logged('consent_override_source', 'consent-override', { source: 'referral_id' }, { key: 'consent_override_id' })}
    ${['change_log', 'timeline_entry'].map((table) => alsoToldAsRead(table, 'overrides', { 'consent-override': 'facts source' })).join('')}
  `;
}
