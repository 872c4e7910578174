import { SqlMigration } from '../src/platform/database/migration.ts';
import { alsoToldAsRead, logged } from './change-log.ts';
import { byTheClock, followedScope, follows, owningTeam, staysInCase } from './in-case-scope.ts';

const open = `('sent', 'accepted', 'in_progress', 'on_hold')`;
const definer = (name: string): string => `ALTER FUNCTION ${name} OWNER TO {definer};`;
/** Whom an attempt with no slip behind it is counted against, so that it costs what an attempt with one costs. */
const nobody = `'00000000-0000-0000-0000-000000000000'`;

/** Slips: how a unit without accounts answers a referral. Two secrets stand for it, which travel apart; only their keyed hashes are here. */
export class Slips1795000000212 extends SqlMigration {
  readonly name = 'Slips1795000000212';
  readonly sql = `
    CREATE TABLE referral_slip (
      id uuid PRIMARY KEY,
      referral_id uuid NOT NULL REFERENCES referral (id),
      case_id uuid NOT NULL REFERENCES case_core (id),
      status text NOT NULL,
      language text NOT NULL,
      issued_by_id uuid NOT NULL REFERENCES person (id),
      issued_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      opened_at timestamptz,
      recorded_by_id uuid REFERENCES person (id),
      ended_at timestamptz,${followedScope},
      version integer NOT NULL
    );
    -- A new slip takes the place of the one before: two never hold at once.
    CREATE UNIQUE INDEX slip_in_force ON referral_slip (referral_id) WHERE status = 'open';
    CREATE INDEX slip_of ON referral_slip (referral_id);
    CREATE INDEX slip_mine ON referral_slip (worker_id, id);
    CREATE INDEX slip_team ON referral_slip (supervisor_unit_id, id) WHERE NOT sealed;
    CREATE INDEX slip_ending ON referral_slip (expires_at) WHERE status = 'open';
    ${owningTeam('referral_slip')}${byTheClock('referral_slip')}
    GRANT SELECT, INSERT ON referral_slip TO {p_social_worker}, {p_supervisor};
    GRANT UPDATE (status, ended_at, version) ON referral_slip TO {p_social_worker}, {p_supervisor};
    GRANT SELECT, UPDATE ON referral_slip TO {p_system};
    CREATE POLICY signed_by_worker ON referral_slip AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (issued_by_id = (SELECT ctx.user_id('social_worker')));
    CREATE POLICY signed_by_supervisor ON referral_slip AS RESTRICTIVE FOR INSERT TO {p_supervisor}
      WITH CHECK (issued_by_id = (SELECT ctx.user_id('supervisor')));

    -- A slip is of a referral that is under way, to a unit that has no accounts, and of the case which that referral is of.
    CREATE FUNCTION slip_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT s.case_id INTO NEW.case_id FROM public.referral r JOIN public.referral_source s ON s.referral_id = r.id
        JOIN public.unit u ON u.id = r.to_unit_id
        WHERE r.id = NEW.referral_id AND r.status IN ${open} AND u.works_without_accounts;
      IF NOT FOUND THEN RAISE EXCEPTION 'no slip for this' USING ERRCODE = '42501'; END IF;
      RETURN NEW;
    END $$;
    ${definer('slip_taken()')}
    CREATE TRIGGER referral_slip_belongs BEFORE INSERT ON referral_slip FOR EACH ROW EXECUTE FUNCTION slip_taken();
    CREATE TRIGGER referral_slip_begins BEFORE INSERT ON referral_slip FOR EACH ROW
      WHEN (NEW.status <> 'open' OR NEW.opened_at IS NOT NULL OR NEW.recorded_by_id IS NOT NULL OR NEW.ended_at IS NOT NULL)
      EXECUTE FUNCTION begins_at_its_beginning();
    ${follows('referral_slip')}
    ${staysInCase('referral_slip', 'id', 'referral_id', 'language', 'issued_by_id', 'issued_at', 'expires_at')}
    -- What has ended opens nothing again.
    CREATE TRIGGER referral_slip_is_over BEFORE UPDATE OF status, ended_at ON referral_slip FOR EACH ROW
      WHEN (OLD.status <> 'open' AND (OLD.status, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.ended_at)) EXECUTE FUNCTION stays_as_written();
    ${logged('referral_slip', 'slip', { facts: 'referral_id status language issued_by_id issued_at expires_at opened_at recorded_by_id ended_at' })}
    ${['change_log', 'timeline_entry'].map((table) => alsoToldAsRead(table, 'slips', { slip: 'facts' })).join('')}

    -- However a referral ends or goes elsewhere, and whoever does it: its slip opens nothing from that statement on.
    CREATE FUNCTION slips_voided() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_slip SET status = 'void', ended_at = coalesce(NEW.ended_at, now()), version = version + 1
        WHERE referral_id = NEW.id AND status = 'open';
      RETURN NULL;
    END $$;
    ${definer('slips_voided()')}
    CREATE TRIGGER referral_voids_slips AFTER UPDATE OF status, to_unit_id ON referral FOR EACH ROW
      WHEN (NEW.to_unit_id <> OLD.to_unit_id OR OLD.status IN ${open} AND NEW.status NOT IN ${open}) EXECUTE FUNCTION slips_voided();

    CREATE TABLE identity.slip_secret (
      slip_id uuid PRIMARY KEY REFERENCES public.referral_slip (id),
      token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
      code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
      -- So many wrong codes in a row lock it.
      wrong_at_most integer NOT NULL CHECK (wrong_at_most BETWEEN 1 AND 10)
    );
    CREATE TABLE identity.slip_miss (
      slip_id uuid PRIMARY KEY,
      times bigint NOT NULL
    );
    INSERT INTO identity.slip_miss VALUES (${nobody}, 0);
    GRANT SELECT, INSERT ON identity.slip_secret TO {definer};
    GRANT SELECT, INSERT, UPDATE ON identity.slip_miss TO {definer};

    -- Whoever issues a slip gives it its secrets, once.
    CREATE FUNCTION identity.seal_slip(slip uuid, token bytea, code bytea, most integer) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE issuer uuid := coalesce(ctx.user_id('social_worker'), ctx.user_id('supervisor'));
    BEGIN
      IF NOT EXISTS (SELECT FROM public.referral_slip s WHERE s.id = slip AND s.issued_by_id = issuer AND s.status = 'open') THEN
        RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501';
      END IF;
      INSERT INTO identity.slip_secret VALUES (slip, token, code, most);
      INSERT INTO identity.slip_miss VALUES (slip, 0);
    END $$;

    -- Which slip a link belongs to, for those who may print it: whether they may see it, the row itself says.
    CREATE FUNCTION identity.slip_named(token bytea) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT x.slip_id FROM identity.slip_secret x WHERE x.token_hash = token
    $$;

    -- Weighs a code against a slip, or against none: whatever does not hold costs the same, an addition to one count and a line in the log.
    -- 'open': both halves are right. 'over': they were, and the slip has ended. 'locked': this was one wrong code too many;
    -- from here on no code is right, and the application ends the slip and says so in the same transaction.
    CREATE FUNCTION identity.slip_weighed(which uuid, code bytea, at_time timestamptz, request text) RETURNS text
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      held record;
      counted uuid := ${nobody};
      n bigint;
    BEGIN
      -- First the referral, then its slip: in the order in which every deed locks them.
      PERFORM 1 FROM public.referral r JOIN public.referral_slip s ON s.referral_id = r.id WHERE s.id = which FOR UPDATE OF r;
      SELECT s.status = 'open' AND s.expires_at > at_time AND m.times < x.wrong_at_most AS in_force, s.status = 'void' AS over, x.code_hash = code AS is_right, x.wrong_at_most
        INTO held FROM public.referral_slip s JOIN identity.slip_secret x ON x.slip_id = s.id
        JOIN identity.slip_miss m ON m.slip_id = s.id WHERE s.id = which FOR UPDATE OF s;
      IF held.is_right AND held.in_force THEN
        UPDATE identity.slip_miss m SET times = 0 WHERE m.slip_id = which AND m.times > 0;
        RETURN 'open';
      END IF;
      IF held.in_force THEN counted := which; END IF;
      UPDATE identity.slip_miss m SET times = m.times + 1 WHERE m.slip_id = counted RETURNING m.times INTO n;
      PERFORM audit.note(request, 'answer', 'slip', CASE WHEN which IS NULL THEN '{}'::uuid[] ELSE ARRAY[which] END, '{}', 'refused:slip-fits-nothing');
      IF held.is_right AND held.over THEN RETURN 'over'; END IF;
      RETURN CASE WHEN held.in_force AND n >= held.wrong_at_most THEN 'locked' END;
    END $$;

    -- Somebody without an account brings both halves.
    CREATE FUNCTION identity.slip_brought(token bytea, code bytea, at_time timestamptz, request text)
      RETURNS TABLE (slip_id uuid, referral_id uuid, unit_id uuid, agency_id uuid, outcome text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      which uuid;
      found text;
    BEGIN
      PERFORM ctx.require('guest');
      SELECT x.slip_id INTO which FROM identity.slip_secret x WHERE x.token_hash = token;
      found := identity.slip_weighed(which, code, at_time, request);
      IF found IS NOT NULL THEN
        RETURN QUERY SELECT s.id, s.referral_id, r.to_unit_id, r.to_agency_id, found
          FROM public.referral_slip s JOIN public.referral r ON r.id = s.referral_id WHERE s.id = which;
      END IF;
    END $$;

    -- Somebody reads the code out to the supervisor, who is neither who issued the slip nor who sent the referral.
    CREATE FUNCTION identity.slip_heard(which uuid, code bytea, at_time timestamptz, request text)
      RETURNS TABLE (slip_id uuid, referral_id uuid, unit_id uuid, agency_id uuid, outcome text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      hearer uuid := ctx.user_id('supervisor');
      found text;
    BEGIN
      IF NOT EXISTS (SELECT FROM public.referral_slip s JOIN public.referral_source f ON f.referral_id = s.referral_id
          WHERE s.id = which AND s.supervisor_unit_id = ctx.unit_id('supervisor') AND NOT s.sealed AND s.issued_by_id <> hearer AND f.sender_id <> hearer) THEN
        RAISE EXCEPTION 'another person hears this' USING ERRCODE = '42501';
      END IF;
      found := identity.slip_weighed(which, code, at_time, request);
      IF found IS NOT NULL THEN
        RETURN QUERY SELECT s.id, s.referral_id, r.to_unit_id, r.to_agency_id, found
          FROM public.referral_slip s JOIN public.referral r ON r.id = s.referral_id WHERE s.id = which;
      END IF;
    END $$;

    -- Whether the system acts for somebody who brought a slip of this referral: its signed context then names the slip.
    CREATE FUNCTION identity.speaks_for(referral uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT EXISTS (SELECT FROM public.referral_slip s WHERE s.id = ctx.user_id('system') AND s.referral_id = referral)
    $$;

    -- What was shared, for whoever brought the slip, while the package is open. Nobody reads it without a line in the log.
    CREATE FUNCTION identity.slip_shown(referral uuid, request text) RETURNS TABLE (package jsonb)
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE shared jsonb;
    BEGIN
      IF NOT identity.speaks_for(referral) THEN RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501'; END IF;
      SELECT p.package INTO shared FROM public.referral_package p WHERE p.referral_id = referral AND p.open
        AND EXISTS (SELECT FROM public.referral_slip s WHERE s.id = ctx.user_id('system') AND s.status = 'open');
      PERFORM audit.note(request, 'read', 'referral', ARRAY[referral],
        ARRAY['facts', 'reference'] || CASE WHEN shared IS NULL THEN '{}'::text[] ELSE ARRAY['disclosure'] END, 'shown');
      RETURN QUERY SELECT shared;
    END $$;

    ${definer('identity.seal_slip(uuid, bytea, bytea, integer)')}
    ${definer('identity.slip_named(bytea)')}
    ${definer('identity.slip_weighed(uuid, bytea, timestamptz, text)')}
    ${definer('identity.slip_brought(bytea, bytea, timestamptz, text)')}
    ${definer('identity.slip_heard(uuid, bytea, timestamptz, text)')}
    ${definer('identity.speaks_for(uuid)')}
    ${definer('identity.slip_shown(uuid, text)')}
    GRANT EXECUTE ON FUNCTION identity.seal_slip(uuid, bytea, bytea, integer) TO {p_social_worker}, {p_supervisor};
    GRANT EXECUTE ON FUNCTION identity.slip_named(bytea) TO {p_social_worker}, {p_supervisor};
    GRANT EXECUTE ON FUNCTION identity.slip_brought(bytea, bytea, timestamptz, text) TO {p_guest};
    GRANT EXECUTE ON FUNCTION identity.slip_heard(uuid, bytea, timestamptz, text) TO {p_supervisor};
    GRANT EXECUTE ON FUNCTION identity.slip_shown(uuid, text) TO {p_system};
  `;
}
