import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

const printing = ['social_worker', 'supervisor', 'specialist', 'ministry', 'partner'];
const personas = printing.map((persona) => `{p_${persona}}`).join(', ');
const told = ['id', 'agency_id', 'service_type', 'kind', 'received_on'];
const handling = ['acknowledged_by_id', 'acknowledged_on', 'settled_by_id', 'settled_on', 'outcome'];
const list = (row: string, columns: readonly string[]): string => columns.map((column) => `${row}.${column}`).join(', ');
const safely = (which: string): string => `CASE WHEN count(*) FILTER (WHERE ${which}) >= least_told
          THEN (count(*) FILTER (WHERE ${which}) / steps * steps)::integer END`;

/**
 * The person's own voice. A slip is drawn with many others, and gone once it was used; what was said with it says which kind of help of
 * which agency in which month, and nothing by which slip, person, case or day could be found again.
 */
export class Feedback1795000000301 extends SqlMigration {
  readonly name = 'Feedback1795000000301';
  readonly sql = `
    CREATE TABLE feedback_batch (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL REFERENCES agency (id),
      unit_id uuid NOT NULL REFERENCES unit (id),
      service_type text NOT NULL,
      -- Of fewer than ten slips somebody could remember who got which.
      size integer NOT NULL CHECK (size BETWEEN 10 AND 100),
      printed_by_id uuid NOT NULL REFERENCES person (id),
      printed_on date NOT NULL,
      expires_on date NOT NULL,
      version integer NOT NULL
    );
    CREATE INDEX feedback_batch_of ON feedback_batch (unit_id, id);
    ${walled('feedback_batch')}
    GRANT SELECT, INSERT ON feedback_batch TO ${personas};
    ${printing
      .map(
        (
          persona,
        ) => `CREATE POLICY printed_by_${persona} ON feedback_batch TO {p_${persona}} USING (unit_id = (SELECT ctx.unit_id('${persona}')));
    CREATE POLICY signed_by_${persona} ON feedback_batch AS RESTRICTIVE FOR INSERT TO {p_${persona}}
      WITH CHECK (printed_by_id = (SELECT ctx.user_id('${persona}')) AND agency_id = (SELECT ctx.agency_id('${persona}')));`,
      )
      .join('\n    ')}
    GRANT SELECT ON feedback_batch TO {definer};
    CREATE POLICY looked_up ON feedback_batch FOR SELECT TO {definer} USING (true);

    CREATE TABLE identity.feedback_code (
      code_hash bytea PRIMARY KEY CHECK (octet_length(code_hash) = 32),
      batch_id uuid NOT NULL REFERENCES public.feedback_batch (id)
    );
    CREATE INDEX feedback_code_of ON identity.feedback_code (batch_id);
    CREATE TABLE identity.feedback_answer (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL,
      service_type text NOT NULL,
      month date NOT NULL CHECK (extract(day FROM month) = 1),
      respected text NOT NULL,
      helped text NOT NULL,
      free text NOT NULL,
      asked_for text NOT NULL
    );
    CREATE INDEX feedback_answer_of ON identity.feedback_answer (month, agency_id, service_type);
    GRANT SELECT, INSERT, DELETE ON identity.feedback_code TO {definer};
    GRANT SELECT, INSERT ON identity.feedback_answer TO {definer};

    CREATE TABLE complaint (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL REFERENCES agency (id),
      service_type text NOT NULL,
      kind text NOT NULL,
      received_on date NOT NULL,
      status text NOT NULL,
      handler_agency_id uuid REFERENCES agency (id),
      acknowledge_by date,
      settle_by date,
      remind_at timestamptz,
      acknowledged_by_id uuid REFERENCES person (id),
      acknowledged_on date,
      settled_by_id uuid REFERENCES person (id),
      settled_on date,
      outcome text,
      version integer NOT NULL,
      -- Whoever is complained of never has it.
      CHECK (handler_agency_id <> agency_id),
      CHECK ((status = 'settled') = (outcome IS NOT NULL))
    );
    CREATE INDEX complaint_handled ON complaint (handler_agency_id, id);
    CREATE INDEX complaint_open ON complaint (remind_at) WHERE status <> 'settled';
    ${walled('complaint')}${byTheClock('complaint')}
    GRANT SELECT ON complaint TO {p_privacy}, {p_system};
    GRANT UPDATE (status, ${handling.join(', ')}, version) ON complaint TO {p_privacy};
    GRANT UPDATE (handler_agency_id, acknowledge_by, settle_by, remind_at, version) ON complaint TO {p_system};
    CREATE POLICY handled ON complaint TO {p_privacy} USING (handler_agency_id = (SELECT ctx.agency_id('privacy')));
    GRANT INSERT ON complaint TO {definer};
    CREATE POLICY taken_in ON complaint FOR INSERT TO {definer} WITH CHECK (true);
    CREATE TRIGGER complaint_stays BEFORE UPDATE OF ${told.join(', ')} ON complaint FOR EACH ROW
      WHEN ((${list('OLD', told)}) IS DISTINCT FROM (${list('NEW', told)})) EXECUTE FUNCTION stays_as_written();

    -- Whoever deals with a complaint says so in the own name, once; what was settled stays so.
    CREATE FUNCTION guard_complaint() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE officer uuid := ctx.user_id('privacy');
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF OLD.status = 'received' AND NEW.status = 'acknowledged' AND NEW.acknowledged_by_id = officer
        AND num_nonnulls(NEW.settled_by_id, NEW.settled_on, NEW.outcome) = 0 THEN RETURN NEW; END IF;
      IF OLD.status <> 'settled' AND NEW.status = 'settled' AND NEW.settled_by_id = officer
        AND (NEW.acknowledged_by_id, NEW.acknowledged_on) IS NOT DISTINCT FROM (OLD.acknowledged_by_id, OLD.acknowledged_on) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a complaint is only ever acknowledged and settled' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_complaint() OWNER TO {definer};
    CREATE TRIGGER complaint_is_guarded BEFORE UPDATE OF status, ${handling.join(', ')} ON complaint FOR EACH ROW
      WHEN ((OLD.status, ${list('OLD', handling)}) IS DISTINCT FROM (NEW.status, ${list('NEW', handling)})) EXECUTE FUNCTION guard_complaint();

    CREATE TABLE feedback_figure (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL,
      service_type text NOT NULL,
      from_month date NOT NULL,
      before_month date NOT NULL,
      answers integer,
      respected integer,
      helped integer,
      free integer,
      asked_for_something integer
    );
    ${walled('feedback_figure')}
    GRANT SELECT ON feedback_figure TO {p_coordinator};
    CREATE POLICY watched ON feedback_figure FOR SELECT TO {p_coordinator} USING ((SELECT ctx.is_persona('coordinator')));
    GRANT SELECT, INSERT, DELETE ON feedback_figure TO {definer};
    CREATE POLICY drawn ON feedback_figure TO {definer} USING (true) WITH CHECK (true);

    -- Whoever prints slips gives all of them their codes, once, in no order that would tell which was drawn first.
    CREATE FUNCTION identity.seal_feedback(batch uuid, hashes bytea[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE printer uuid := coalesce(${printing.map((persona) => `ctx.user_id('${persona}')`).join(', ')});
    BEGIN
      IF NOT EXISTS (SELECT FROM public.feedback_batch b WHERE b.id = batch AND b.printed_by_id = printer AND b.size = cardinality(hashes))
        OR EXISTS (SELECT FROM identity.feedback_code c WHERE c.batch_id = batch) THEN
        RAISE EXCEPTION 'not with this context' USING ERRCODE = '42501';
      END IF;
      INSERT INTO identity.feedback_code SELECT h, batch FROM unnest(hashes) AS h ORDER BY h;
    END $$;

    -- Somebody without an account says something with a slip: the slip is gone, and what was said names it nowhere. Nothing comes back,
    -- for whoever tries a slip is not to learn whether it was used.
    CREATE FUNCTION identity.feedback_given(code bytea, on_day date, is_respected text, is_helped text, is_free text, is_asked_for text, complaints text[])
      RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE of record;
    BEGIN
      PERFORM ctx.require('guest');
      DELETE FROM identity.feedback_code c USING public.feedback_batch b WHERE c.code_hash = code AND b.id = c.batch_id AND b.expires_on >= on_day
        RETURNING b.agency_id, b.service_type INTO of;
      IF NOT FOUND THEN RETURN; END IF;
      INSERT INTO identity.feedback_answer
        VALUES (gen_random_uuid(), of.agency_id, of.service_type, date_trunc('month', on_day)::date, is_respected, is_helped, is_free, is_asked_for);
      INSERT INTO public.complaint (id, agency_id, service_type, kind, received_on, status, version)
        SELECT gen_random_uuid(), of.agency_id, of.service_type, kind, on_day, 'received', 1 FROM (SELECT DISTINCT unnest(complaints)) AS said (kind);
    END $$;

    -- What was said in whole months that are over, once for each month: fewer than five are no number, nor is a step smaller than five.
    CREATE FUNCTION draw_feedback_figures(before date, months integer, asked_least integer, asked_steps integer) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      least_told integer := greatest(5, asked_least);
      steps integer := greatest(5, asked_steps);
      since date := before - make_interval(months => months);
    BEGIN
      IF ctx.is_house() AND NOT ctx.is_persona('system') THEN RAISE insufficient_privilege; END IF;
      IF EXISTS (SELECT FROM public.feedback_figure f WHERE f.before_month = before) THEN RETURN; END IF;
      DELETE FROM public.feedback_figure;
      INSERT INTO public.feedback_figure (id, agency_id, service_type, from_month, before_month, answers, respected, helped, free, asked_for_something)
        SELECT md5(a.agency_id || ' ' || a.service_type)::uuid, a.agency_id, a.service_type, since, before,
          ${['true', `a.respected = 'yes'`, `a.helped = 'yes'`, `a.free = 'yes'`, `a.asked_for NOT IN ('nothing', 'not-said')`].map(safely).join(',\n          ')}
        FROM identity.feedback_answer a WHERE a.month >= since AND a.month < before
        GROUP BY a.agency_id, a.service_type HAVING count(*) >= least_told;
    END $$;
    ${[
      'identity.seal_feedback(uuid, bytea[])',
      'identity.feedback_given(bytea, date, text, text, text, text, text[])',
      'draw_feedback_figures(date, integer, integer, integer)',
    ]
      .map((signature) => `ALTER FUNCTION ${signature} OWNER TO {definer};`)
      .join('\n    ')}
    GRANT EXECUTE ON FUNCTION identity.seal_feedback(uuid, bytea[]) TO ${personas};
    GRANT EXECUTE ON FUNCTION identity.feedback_given(bytea, date, text, text, text, text, text[]) TO {p_guest};
    GRANT EXECUTE ON FUNCTION draw_feedback_figures(date, integer, integer, integer) TO {p_system};
  `;
}
