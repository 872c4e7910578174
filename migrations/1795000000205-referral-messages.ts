import { SqlMigration } from '../src/platform/database/migration.ts';
import { alsoToldAsRead, logged, loggedWithItsSource } from './change-log.ts';
import { followedScope, owningTeam } from './in-case-scope.ts';

const recipients = ['ministry', 'partner', 'specialist'];
const scope = ['worker_id', 'unit_id', 'supervisor_unit_id', 'specialist_unit_id', 'sealed'];
const list = (row: string, columns: readonly string[] = scope): string => columns.map((column) => `${row}.${column}`).join(', ');
const written = ['id', 'referral_id', 'side', 'author_id', 'subject', 'text', 'answers_id', 'wants_answer', 'at'];
const underWay = `('sent', 'accepted', 'in_progress', 'on_hold')`;

/** A recipient reads a thread as long as the referral waits for it, and then as long as it may read what was shared. */
const isOpen = (row: string): string =>
  `(${row}.status = 'sent' OR ${row}.package_open AND ${row}.status IN ('accepted', 'in_progress', 'on_hold', 'completed', 'failed'))`;

/** Whether a question of one side waits for the other. */
const isAsked = (
  by: string,
): string => `EXISTS (SELECT FROM public.referral_message m WHERE m.referral_id = NEW.id AND m.side = '${by}' AND m.wants_answer
        AND NOT EXISTS (SELECT FROM public.referral_message a WHERE a.answers_id = m.id))`;

const referral = {
  reference: 'code to_unit_id to_agency_id',
  facts: `service_type service_id waiting_list urgency status sent_at see_by decide_by delivered_at seen_at claimed_by_id answered_at answered_by_id
    late_by_hours reason outcome_code outcome_on
    outcome_units no_units_reason client_confirmed ended_at package_open hold_until awaits_sender awaits_recipient`,
};

/** People of another agency, whom the case's team knows by their unit alone. */
const ofOthers = 'claimed_by_id answered_by_id';

/** What the two sides of a referral say to each other, and whether one of them is waited for. */
export class ReferralMessages1795000000205 extends SqlMigration {
  readonly name = 'ReferralMessages1795000000205';
  readonly sql = `
    CREATE TABLE referral_message (
      id uuid PRIMARY KEY,
      referral_id uuid NOT NULL REFERENCES referral (id),
      to_unit_id uuid NOT NULL,
      open boolean NOT NULL,
      side text NOT NULL CHECK (side IN ('sender', 'recipient')),
      author_id uuid NOT NULL REFERENCES person (id),
      subject text NOT NULL,
      text text CHECK (length(text) <= 280),
      answers_id uuid REFERENCES referral_message (id),
      wants_answer boolean NOT NULL,
      -- To the millisecond, as pages are turned.
      at timestamptz(3) NOT NULL,
      read_at timestamptz,${followedScope}
    );
    CREATE INDEX referral_message_of ON referral_message (referral_id, at, id);
    CREATE INDEX referral_message_asks ON referral_message (referral_id, side) WHERE wants_answer;
    CREATE INDEX referral_message_answers ON referral_message (answers_id) WHERE answers_id IS NOT NULL;
    ${owningTeam('referral_message')}
    GRANT SELECT, INSERT ON referral_message TO {p_social_worker}, {p_ministry}, {p_partner}, {p_specialist};
    GRANT SELECT ON referral_message TO {p_supervisor};
    GRANT UPDATE (read_at) ON referral_message TO {p_social_worker}, {p_ministry}, {p_partner}, {p_specialist};
    CREATE POLICY signed_by_worker ON referral_message AS RESTRICTIVE FOR INSERT TO {p_social_worker}
      WITH CHECK (side = 'sender' AND author_id = (SELECT ctx.user_id('social_worker')));
    ${recipients
      .map(
        (persona) => `
    CREATE POLICY opened_to_${persona} ON referral_message TO {p_${persona}}
      USING (to_unit_id = (SELECT ctx.unit_id('${persona}')) AND open);
    CREATE POLICY signed_by_${persona} ON referral_message AS RESTRICTIVE FOR INSERT TO {p_${persona}}
      WITH CHECK (side = 'recipient' AND author_id = (SELECT ctx.user_id('${persona}')));`,
      )
      .join('')}

    -- A message belongs to its referral: same recipient, same sender, and open to the recipient as long as the referral says so. It is
    -- written while the referral is under way, and answers nothing but a question of the other side.
    CREATE FUNCTION referral_message_taken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE state text;
    BEGIN
      SELECT r.status, r.to_unit_id, ${isOpen('r')}, ${list('r')} INTO state, NEW.to_unit_id, NEW.open, ${list('NEW')}
        FROM public.referral r WHERE r.id = NEW.referral_id FOR NO KEY UPDATE;
      IF ctx.is_house() AND (state NOT IN ${underWay} OR NEW.read_at IS NOT NULL OR NEW.answers_id IS NOT NULL AND NOT EXISTS (
          SELECT FROM public.referral_message q WHERE q.id = NEW.answers_id AND q.referral_id = NEW.referral_id AND q.side <> NEW.side AND q.wants_answer)) THEN
        RAISE EXCEPTION 'nothing is said here' USING ERRCODE = '42501';
      END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_message_taken() OWNER TO {definer};
    CREATE TRIGGER referral_message_takes BEFORE INSERT ON referral_message FOR EACH ROW EXECUTE FUNCTION referral_message_taken();
    CREATE FUNCTION referral_message_carried() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral_message m SET open = ${isOpen('NEW')}, to_unit_id = NEW.to_unit_id, ${scope.map((column) => `${column} = NEW.${column}`).join(', ')}
        WHERE m.referral_id = NEW.id AND (m.open, m.to_unit_id, ${list('m')}) IS DISTINCT FROM (${isOpen('NEW')}, NEW.to_unit_id, ${list('NEW')});
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_message_carried() OWNER TO {definer};
    CREATE TRIGGER referral_message_carries AFTER UPDATE OF status, package_open, to_unit_id, ${scope.join(', ')} ON referral FOR EACH ROW
      WHEN ((OLD.status, OLD.package_open, OLD.to_unit_id, ${list('OLD')}) IS DISTINCT FROM (NEW.status, NEW.package_open, NEW.to_unit_id, ${list('NEW')}))
      EXECUTE FUNCTION referral_message_carried();

    -- What was said stays said; that it was read is for the other side to say, once.
    CREATE TRIGGER referral_message_stays BEFORE UPDATE OF ${written.join(', ')} ON referral_message FOR EACH ROW
      WHEN ((${list('OLD', written)}) IS DISTINCT FROM (${list('NEW', written)})) EXECUTE FUNCTION stays_as_written();
    CREATE FUNCTION guard_message_read() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR OLD.read_at IS NULL AND (OLD.side = 'recipient' AND ctx.is_persona('social_worker')
        OR OLD.side = 'sender' AND (${recipients.map((persona) => `ctx.is_persona('${persona}')`).join(' OR ')})) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'who wrote it does not say that it was read' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_message_read() OWNER TO {definer};
    CREATE TRIGGER referral_message_read BEFORE UPDATE OF read_at ON referral_message FOR EACH ROW
      WHEN (OLD.read_at IS DISTINCT FROM NEW.read_at) EXECUTE FUNCTION guard_message_read();

    -- Whom a referral waits for follows from what was said, whatever a statement says; of what is over nobody is asked.
    ALTER TABLE referral ADD COLUMN awaits_sender boolean NOT NULL DEFAULT false, ADD COLUMN awaits_recipient boolean NOT NULL DEFAULT false;
    CREATE INDEX referral_awaits_sender ON referral (worker_id, id) WHERE awaits_sender;
    CREATE INDEX referral_awaits_recipient ON referral (to_unit_id, id) WHERE awaits_recipient;
    CREATE FUNCTION referral_awaits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NOT ctx.is_house() THEN
        -- Whoever migrates may set them.
        IF (OLD.awaits_sender, OLD.awaits_recipient) IS DISTINCT FROM (NEW.awaits_sender, NEW.awaits_recipient) THEN RETURN NEW; END IF;
      END IF;
      NEW.awaits_sender := TG_OP = 'UPDATE' AND NEW.status IN ${underWay} AND ${isAsked('recipient')};
      NEW.awaits_recipient := TG_OP = 'UPDATE' AND NEW.status IN ${underWay} AND ${isAsked('sender')};
      RETURN NEW;
    END $$;
    ALTER FUNCTION referral_awaits() OWNER TO {definer};
    CREATE TRIGGER referral_awaits BEFORE INSERT OR UPDATE OF awaits_sender, awaits_recipient, status ON referral
      FOR EACH ROW EXECUTE FUNCTION referral_awaits();
    CREATE FUNCTION referral_message_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      UPDATE public.referral SET awaits_sender = awaits_sender WHERE id = NEW.referral_id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION referral_message_counted() OWNER TO {definer};
    CREATE TRIGGER referral_message_counts AFTER INSERT ON referral_message FOR EACH ROW EXECUTE FUNCTION referral_message_counted();

    ${logged('referral', 'referral', referral, { byReferral: 'id', silent: ofOthers })}
    ${loggedWithItsSource(referral, ofOthers)}
    ${logged(
      'referral_message',
      'referral-message',
      { message: 'referral_id side subject text answers_id wants_answer at read_at', author: 'author_id' },
      { byReferral: 'referral_id', silent: 'text author_id' },
    )}
    ${['change_log', 'timeline_entry'].map((table) => alsoToldAsRead(table, 'messages', { 'referral-message': 'message' })).join('')}
  `;
}
