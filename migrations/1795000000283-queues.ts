import { SqlMigration } from '../src/platform/database/migration.ts';

const addressed = ['to_agency_id', 'service_type', 'service_id', 'waiting_list', 'urgency', 'sent_at', 'see_by'];
const all = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');
const asBefore = (...columns: readonly string[]): string => `(${all('NEW', columns)}) IS NOT DISTINCT FROM (${all('OLD', columns)})`;
const place = ['place_offered_at', 'place_lapses'];
/** What comes first in a queue: the order of `codes/referral-urgency`. A test holds the two equal. */
const urgencies = ['emergency', 'high', 'normal'];
const recipients = ['ministry', 'partner', 'specialist'];

/** Whoever waits for a place of a service stands in its queue; a place that is set free is offered to the first. */
export class Queues1795000000283 extends SqlMigration {
  readonly name = 'Queues1795000000283';
  readonly sql = `
    ALTER TABLE referral ADD COLUMN place_offered_at timestamptz, ADD COLUMN place_lapses integer NOT NULL DEFAULT 0;
    CREATE INDEX referral_queue ON referral (service_id, place_lapses, sent_at, id) WHERE waiting_list AND status = 'sent';
    CREATE INDEX referral_placed ON referral (service_id, place_offered_at) WHERE place_offered_at IS NOT NULL;
    CREATE TRIGGER referral_place_begins BEFORE INSERT ON referral FOR EACH ROW
      WHEN (NEW.place_offered_at IS NOT NULL OR NEW.place_lapses <> 0) EXECUTE FUNCTION begins_at_its_beginning();
    -- A place is offered, and lapses, by the clock, to whoever waits for one.
    CREATE FUNCTION guard_place() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') AND NEW.waiting_list AND OLD.status = 'sent' AND NEW.status = 'sent'
        AND (OLD.place_offered_at IS NULL AND NEW.place_offered_at IS NOT NULL AND NEW.place_lapses = OLD.place_lapses
          OR OLD.place_offered_at IS NOT NULL AND NEW.place_offered_at IS NULL AND NEW.place_lapses = OLD.place_lapses + 1) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'nobody gives themselves a place' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_place() OWNER TO {definer};
    CREATE TRIGGER referral_place_is_guarded BEFORE UPDATE OF ${place.join(', ')} ON referral FOR EACH ROW
      WHEN ((${all('OLD', place)}) IS DISTINCT FROM (${all('NEW', place)})) EXECUTE FUNCTION guard_place();

    -- As before; and with a place that is offered the time to decide begins anew.
    CREATE OR REPLACE FUNCTION guard_referral_address() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND ${asBefore(...addressed, 'decide_by')} AND NEW.claimed_by_id IS NULL
        AND EXISTS (SELECT FROM public.unit gone JOIN public.unit above ON above.agency_id = gone.agency_id AND above.active
          WHERE gone.id = OLD.to_unit_id AND NOT gone.active AND above.id = NEW.to_unit_id) THEN RETURN NEW; END IF;
      IF ctx.is_persona('system') AND ${asBefore(...addressed, 'to_unit_id')} AND OLD.place_offered_at IS NULL AND NEW.place_offered_at IS NOT NULL
        AND NEW.decide_by > NEW.place_offered_at THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'what was sent stays addressed as it was' USING ERRCODE = '42501';
    END $$;

    -- The order is the database's own: whoever could give another one would read off who else waits with which urgency.
    CREATE FUNCTION urgency_rank(urgency text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
      SELECT array_position('{${urgencies.join(',')}}', urgency)
    $$;
    ALTER FUNCTION urgency_rank(text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION urgency_rank(text) TO {p_system};

    -- How many stand before a referral and how many wait in all: numbers and nothing else, for the two sides of that referral alone. Who was
    -- offered a place and did not take it waits behind those who were not asked yet; then urgency, then time.
    CREATE FUNCTION referral_place(referral uuid) RETURNS TABLE ("position" integer, waiting integer) LANGUAGE sql STABLE SECURITY DEFINER
      SET search_path = pg_catalog AS $$
      SELECT q.place::integer, q.waiting::integer FROM (
        SELECT o.id, row_number() OVER (ORDER BY o.place_lapses, public.urgency_rank(o.urgency), o.sent_at, o.id) AS place, count(*) OVER () AS waiting
        FROM public.referral mine JOIN public.referral o ON o.service_id = mine.service_id AND o.waiting_list AND o.status = 'sent'
        WHERE mine.id = referral AND (mine.worker_id = ctx.user_id('social_worker')
          OR mine.supervisor_unit_id = ctx.unit_id('supervisor') AND NOT mine.sealed
          OR mine.status = 'sent' AND mine.to_unit_id IN (${recipients.map((persona) => `ctx.unit_id('${persona}')`).join(', ')}))) q WHERE q.id = referral
    $$;
    ALTER FUNCTION referral_place(uuid) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION referral_place(uuid) TO {p_social_worker}, {p_supervisor}, ${recipients.map((persona) => `{p_${persona}}`).join(', ')};

    -- How many wait here is counted; what the agency says beside that is of queues elsewhere.
    ALTER TABLE service ADD COLUMN queued integer NOT NULL DEFAULT 0 CHECK (queued >= 0);
    GRANT UPDATE (queued) ON service TO {p_system};
    ALTER TABLE referral NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE service NO FORCE ROW LEVEL SECURITY;
    UPDATE service s SET queued = q.queued FROM (SELECT r.service_id, count(*) AS queued FROM referral r
      WHERE r.waiting_list AND r.status = 'sent' GROUP BY r.service_id) q WHERE q.service_id = s.id;
    ALTER TABLE referral FORCE ROW LEVEL SECURITY;
    ALTER TABLE service FORCE ROW LEVEL SECURITY;
  `;
}
