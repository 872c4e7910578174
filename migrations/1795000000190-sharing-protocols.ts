import { SqlMigration } from '../src/platform/database/migration.ts';
import { walled } from './in-case-scope.ts';

const facts = [
  ...['id', 'from_agency_id', 'to_agency_id', 'purposes', 'groups', 'legal_basis', 'signed_from_id', 'signed_to_id', 'breach_contact_id'],
  ...['valid_from', 'valid_to', 'proposed_by_id'],
];
const list = (row: string): string => facts.map((column) => `${row}.${column}`).join(', ');

/** Who shares or receives, and reads what their own agency agreed on. Whoever shares holds the protocol still meanwhile. */
const readers = ['social_worker', 'supervisor', 'specialist', 'ministry', 'partner'];
const sharers = ['social_worker', 'supervisor'];

/** Finds the protocols in force between two agencies on the day of a moment; the day is a day later east of UTC, where all our countries are. */
const inForce = (from: string, to: string, at: string): string => `FROM public.sharing_protocol p
        WHERE p.from_agency_id = ${from} AND p.to_agency_id = ${to} AND p.status = 'active'
          AND p.valid_from <= (${at} AT TIME ZONE 'UTC')::date + 1 AND p.valid_to >= (${at} AT TIME ZONE 'UTC')::date`;

/** What agencies agreed to share with one another. No protocol in force, no sending: by no plain statement either. */
export class SharingProtocols1795000000190 extends SqlMigration {
  readonly name = 'SharingProtocols1795000000190';
  readonly sql = `
    CREATE TABLE sharing_protocol (
      id uuid PRIMARY KEY,
      from_agency_id uuid NOT NULL REFERENCES agency (id),
      to_agency_id uuid NOT NULL REFERENCES agency (id),
      purposes text[] NOT NULL CHECK (cardinality(purposes) > 0),
      groups text[] NOT NULL CHECK (cardinality(groups) > 0),
      legal_basis text NOT NULL,
      signed_from_id uuid NOT NULL REFERENCES person (id),
      signed_to_id uuid NOT NULL REFERENCES person (id),
      breach_contact_id uuid NOT NULL REFERENCES person (id),
      valid_from date NOT NULL,
      valid_to date NOT NULL CHECK (valid_to >= valid_from),
      status text NOT NULL,
      proposed_by_id uuid NOT NULL REFERENCES person (id),
      approved_by_id uuid REFERENCES person (id),
      ended_on date,
      version integer NOT NULL,
      CHECK (from_agency_id <> to_agency_id)
    );
    CREATE INDEX protocol_between ON sharing_protocol (from_agency_id, to_agency_id) WHERE status = 'active';
    CREATE INDEX protocol_to ON sharing_protocol (to_agency_id, id);
    CREATE INDEX protocol_from ON sharing_protocol (from_agency_id, id);
    ${walled('sharing_protocol')}
    GRANT SELECT, INSERT, UPDATE ON sharing_protocol TO {p_admin};
    GRANT SELECT, UPDATE ON sharing_protocol TO {p_privacy};
    GRANT SELECT ON sharing_protocol TO {p_auditor}, {definer}, ${readers.map((persona) => `{p_${persona}}`).join(', ')};
    CREATE POLICY kept ON sharing_protocol TO {p_admin} USING ((SELECT ctx.is_persona('admin')));
    CREATE POLICY judged ON sharing_protocol TO {p_privacy} USING ((SELECT ctx.is_persona('privacy')));
    CREATE POLICY checked ON sharing_protocol FOR SELECT TO {p_auditor} USING ((SELECT ctx.is_persona('auditor')));
    CREATE POLICY asked ON sharing_protocol FOR SELECT TO {definer} USING (true);
    ${readers
      .map(
        (persona) => `
    CREATE POLICY of_${persona} ON sharing_protocol FOR SELECT TO {p_${persona}}
      USING (from_agency_id = (SELECT ctx.agency_id('${persona}')) OR to_agency_id = (SELECT ctx.agency_id('${persona}')));`,
      )
      .join('')}
    ${sharers
      .map(
        (persona) => `
    GRANT UPDATE (version) ON sharing_protocol TO {p_${persona}};
    CREATE POLICY held_still_by_${persona} ON sharing_protocol FOR UPDATE TO {p_${persona}}
      USING (from_agency_id = (SELECT ctx.agency_id('${persona}'))) WITH CHECK (false);`,
      )
      .join('')}

    -- The administrator proposes what both sides signed, another person approves it, either of them ends it; nobody changes it.
    CREATE FUNCTION guard_protocol() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      admin uuid := ctx.user_id('admin');
      privacy uuid := ctx.user_id('privacy');
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF TG_OP = 'INSERT' THEN
        IF admin IS NOT NULL AND NEW.proposed_by_id = admin AND NEW.status = 'draft' AND NEW.approved_by_id IS NULL AND NEW.ended_on IS NULL
          AND EXISTS (SELECT FROM public.person p WHERE p.id = NEW.signed_from_id AND p.agency_id = NEW.from_agency_id AND p.active)
          AND EXISTS (SELECT FROM public.person p WHERE p.id = NEW.signed_to_id AND p.agency_id = NEW.to_agency_id AND p.active)
          AND EXISTS (SELECT FROM public.person p WHERE p.id = NEW.breach_contact_id AND p.agency_id = NEW.to_agency_id AND p.active)
          THEN RETURN NEW; END IF;
      ELSIF privacy IS NOT NULL AND OLD.status = 'draft' AND NEW.status = 'active' AND NEW.approved_by_id = privacy
        AND NEW.proposed_by_id <> privacy AND NEW.ended_on IS NULL THEN RETURN NEW;
      ELSIF (privacy IS NOT NULL OR admin IS NOT NULL) AND OLD.status IN ('draft', 'active') AND NEW.status = 'ended'
        AND NEW.ended_on IS NOT NULL AND NEW.approved_by_id IS NOT DISTINCT FROM OLD.approved_by_id THEN RETURN NEW;
      END IF;
      RAISE EXCEPTION 'a protocol is proposed by one and approved by another' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_protocol() OWNER TO {definer};
    CREATE TRIGGER protocol_begins BEFORE INSERT ON sharing_protocol FOR EACH ROW EXECUTE FUNCTION guard_protocol();
    CREATE TRIGGER protocol_is_guarded BEFORE UPDATE OF status, approved_by_id, ended_on ON sharing_protocol FOR EACH ROW
      WHEN ((OLD.status, OLD.approved_by_id, OLD.ended_on) IS DISTINCT FROM (NEW.status, NEW.approved_by_id, NEW.ended_on))
      EXECUTE FUNCTION guard_protocol();
    CREATE TRIGGER protocol_facts_stay BEFORE UPDATE OF ${facts.join(', ')} ON sharing_protocol FOR EACH ROW
      WHEN ((${list('OLD')}) IS DISTINCT FROM (${list('NEW')})) EXECUTE FUNCTION stays_as_written();

    -- Nothing leaves an agency that no protocol in force on the day of sending lets through, group by group, whoever asks the database to.
    CREATE FUNCTION refuse_unagreed(from_unit uuid, to_unit uuid, sent timestamptz, shared text[]) RETURNS void
      LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      sender uuid := (SELECT u.agency_id FROM public.unit u WHERE u.id = from_unit);
      recipient uuid := (SELECT u.agency_id FROM public.unit u WHERE u.id = to_unit);
    BEGIN
      IF sender = recipient THEN RETURN; END IF;
      IF sent IS NULL OR NOT EXISTS (SELECT ${inForce('sender', 'recipient', 'sent')})
        OR EXISTS (SELECT FROM unnest(shared) AS s (field_group)
          WHERE NOT EXISTS (SELECT ${inForce('sender', 'recipient', 'sent')} AND s.field_group = ANY (p.groups))) THEN
        RAISE EXCEPTION 'the agencies have no protocol for this' USING ERRCODE = '42501';
      END IF;
    END $$;
    ALTER FUNCTION refuse_unagreed(uuid, uuid, timestamptz, text[]) OWNER TO {definer};
    CREATE FUNCTION referral_agreed_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF ctx.is_house() THEN
        PERFORM public.refuse_unagreed(NEW.unit_id, NEW.to_unit_id, NEW.sent_at,
          (SELECT p.package_groups FROM public.referral_package p WHERE p.referral_id = NEW.id));
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_agreed_first() OWNER TO {definer};
    CREATE TRIGGER referral_is_agreed_first BEFORE UPDATE OF status ON referral FOR EACH ROW
      WHEN (OLD.status = 'draft' AND NEW.status = 'sent') EXECUTE FUNCTION referral_agreed_first();
    CREATE FUNCTION task_agreed_first() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE given record;
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      SELECT s.unit_id, t.owner_unit_id, t.opened_at INTO given FROM public.task t JOIN public.task_source s ON s.task_id = t.id WHERE t.id = NEW.task_id;
      PERFORM public.refuse_unagreed(given.unit_id, given.owner_unit_id, given.opened_at, NEW.package_groups);
      RETURN NEW;
    END $$;
    ALTER FUNCTION task_agreed_first() OWNER TO {definer};
    CREATE TRIGGER task_package_is_agreed_first BEFORE INSERT ON task_package FOR EACH ROW EXECUTE FUNCTION task_agreed_first();
  `;
}
