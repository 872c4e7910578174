import { SqlMigration } from '../src/platform/database/migration.ts';
import { logged } from './change-log.ts';

const said = ['next_step', 'next_step_at', 'next_step_by_id', 'next_referral_id'];
const all = ['returned_at', ...said];
const list = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');
const under = `('sent', 'accepted', 'in_progress', 'on_hold')`;

/** A referral that came to nothing waits for its sender to say what is next; and what nobody was reminded of any more is reminded of again. */
export class NextSteps1795000000280 extends SqlMigration {
  readonly name = 'NextSteps1795000000280';
  readonly sql = `
    ALTER TABLE referral_source
      ADD COLUMN returned_at timestamptz,
      ADD COLUMN next_step text,
      ADD COLUMN next_step_at timestamptz,
      ADD COLUMN next_step_by_id uuid REFERENCES person (id),
      ADD COLUMN next_referral_id uuid REFERENCES referral (id),
      ADD CONSTRAINT next_step_is_whole CHECK ((next_step IS NULL) = (next_step_at IS NULL)
        AND (next_step IS NULL OR returned_at IS NOT NULL)
        AND (next_step_by_id IS NULL OR next_step IS NOT NULL)
        AND (next_referral_id IS NOT NULL) = coalesce(next_step = 'new-referral', false));
    CREATE INDEX referral_returned ON referral_source (worker_id, returned_at) WHERE returned_at IS NOT NULL AND next_step IS NULL;
    CREATE INDEX referral_next ON referral_source (next_referral_id) WHERE next_referral_id IS NOT NULL;
    GRANT UPDATE (${said.join(', ')}) ON referral_source TO {p_social_worker};
    GRANT UPDATE (${all.join(', ')}) ON referral_source TO {p_system};

    -- That it came back is the system's to note, once; what is next the worker says, once, in the own name. A new referral, or the end
    -- of the case, says it for them.
    CREATE FUNCTION guard_next_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND OLD.returned_at IS NULL AND NEW.returned_at IS NOT NULL AND NEW.next_step IS NULL AND EXISTS (
        SELECT FROM public.referral r WHERE r.id = NEW.referral_id AND r.status IN ('rejected', 'failed', 'cancelled')) THEN RETURN NEW; END IF;
      IF NEW.returned_at IS NOT DISTINCT FROM OLD.returned_at AND OLD.next_step IS NULL AND NEW.next_step IS NOT NULL
        AND (ctx.is_persona('system') AND NEW.next_step_by_id IS NULL AND NEW.next_step IN ('new-referral', 'case-closed')
          OR NEW.next_step_by_id = ctx.user_id('social_worker') AND NEW.next_step <> 'case-closed')
        AND (NEW.next_referral_id IS NULL OR NEW.next_referral_id <> NEW.referral_id AND EXISTS (
          SELECT FROM public.referral_source s JOIN public.referral n ON n.id = s.referral_id JOIN public.referral r ON r.id = NEW.referral_id
          WHERE s.referral_id = NEW.next_referral_id AND s.case_id = NEW.case_id AND n.service_type = r.service_type
            AND n.sent_at >= r.sent_at AND n.status NOT IN ('draft', 'entered_in_error'))) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'this is no next step' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_next_step() OWNER TO {definer};
    CREATE TRIGGER next_step_is_guarded BEFORE UPDATE OF ${all.join(', ')} ON referral_source FOR EACH ROW
      WHEN ((${list('OLD', all)}) IS DISTINCT FROM (${list('NEW', all)})) EXECUTE FUNCTION guard_next_step();
    CREATE TRIGGER next_step_begins BEFORE INSERT ON referral_source FOR EACH ROW
      WHEN (NEW.returned_at IS NOT NULL) EXECUTE FUNCTION begins_at_its_beginning();
    ${logged(
      'referral_source',
      'referral',
      {
        source: `consent_id sender_id age_at_edge duplicate_reason one_off rerouted_from_id reroute_reason reroutes returned_at next_step next_step_at
          next_step_by_id next_referral_id`,
      },
      { key: 'referral_id' },
    )}

    -- Since when the oldest question of a side waits for an answer: a time, and no word of what was said, which the system does not read.
    CREATE FUNCTION referral_asked_since(referral uuid, by_side text) RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = pg_catalog AS $$
      SELECT min(q.at) FROM public.referral_message q WHERE q.referral_id = referral AND q.side = by_side AND q.wants_answer
        AND NOT EXISTS (SELECT FROM public.referral_message a WHERE a.answers_id = q.id) AND ctx.is_persona('system')
    $$;
    ALTER FUNCTION referral_asked_since(uuid, text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION referral_asked_since(uuid, text) TO {p_system};

    -- What came back before this lands waits as what comes back after it. Nobody changed anything: the history keeps what it has.
    -- Whoever owns the tables looks past the wall for as long as this takes.
    ALTER TABLE referral NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE case_core NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source DISABLE TRIGGER referral_source_is_logged;
    UPDATE referral_source s SET returned_at = coalesce(r.ended_at, r.answered_at, r.sent_at) FROM referral r, case_core c
      WHERE r.id = s.referral_id AND c.id = s.case_id AND c.status NOT IN ('closed', 'entered_in_error') AND r.sent_at IS NOT NULL
        AND (r.status IN ('rejected', 'failed') OR r.status = 'cancelled'
          AND r.reason IN ('provider-stopped', 'not-answered', 'sent-wrongly', 'consent-expired', 're-routed'))
        AND NOT EXISTS (SELECT FROM referral_source o JOIN referral n ON n.id = o.referral_id
          WHERE o.rerouted_from_id = s.referral_id AND n.status NOT IN ('draft', 'entered_in_error'));
    ALTER TABLE referral_source ENABLE TRIGGER referral_source_is_logged;
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), s.referral_id, 'next-step', s.returned_at, 'worker', s.returned_at, 1 FROM referral_source s
      WHERE s.returned_at IS NOT NULL;
    -- Of what rests nobody was told after the supervisor had been.
    UPDATE referral_clock k SET next_kind = 'again', next_at = k.since + interval '42 days' FROM referral r
      WHERE r.id = k.referral_id AND k.about = 'at-work' AND k.next_kind IS NULL AND k.last_kind = 'supervisor'
        AND r.status IN ${under} AND r.status <> 'sent';
    -- What is held until a day wakes on that day.
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), r.id, 'hold-over', r.hold_until, 'recipients', r.hold_until, 1 FROM referral r
      WHERE r.status = 'on_hold' AND r.hold_until IS NOT NULL;
    ALTER TABLE referral_message NO FORCE ROW LEVEL SECURITY;
    -- Questions that wait for an answer, from the first of them.
    INSERT INTO referral_clock (id, referral_id, about, since, next_kind, next_at, version)
      SELECT gen_random_uuid(), r.id, q.about, m.since, q.first, m.since + interval '3 days', 1 FROM referral r
      CROSS JOIN LATERAL (VALUES ('answer-of-sender', 'worker', 'recipient', r.awaits_sender),
        ('answer-of-recipient', 'recipients', 'sender', r.awaits_recipient)) AS q (about, first, side, awaited)
      CROSS JOIN LATERAL (SELECT min(m.at) AS since FROM referral_message m WHERE m.referral_id = r.id AND m.side = q.side AND m.wants_answer
        AND NOT EXISTS (SELECT FROM referral_message a WHERE a.answers_id = m.id)) AS m
      WHERE q.awaited AND m.since IS NOT NULL;
    ALTER TABLE referral FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_source FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_clock FORCE ROW LEVEL SECURITY;
    ALTER TABLE case_core FORCE ROW LEVEL SECURITY;
    ALTER TABLE referral_message FORCE ROW LEVEL SECURITY;
  `;
}
