import { SqlMigration } from '../src/platform/database/migration.ts';
import { walled } from './in-case-scope.ts';

/** A number of things that concern people: none where they concern too few, and told in steps, so that one more shows nowhere. */
const safely = (which: string): string =>
  `CASE WHEN count(DISTINCT f.case_id) FILTER (WHERE ${which}) >= f.at_least
     THEN (count(*) FILTER (WHERE ${which}) / steps * steps)::integer END`;

/** The middle of what it took, where it took it for enough people. */
const middle = (took: string): string =>
  `CASE WHEN count(DISTINCT f.case_id) FILTER (WHERE ${took} IS NOT NULL) >= greatest(f.at_least, medians_from)
     THEN ceil(percentile_disc(0.5) WITHIN GROUP (ORDER BY ${took}))::integer END`;

const now = {
  open: `f.status IN ('sent', 'accepted', 'in_progress', 'on_hold')`,
  unseen: `f.status = 'sent' AND f.seen_at IS NULL`,
  unseen_late: `f.status = 'sent' AND f.seen_at IS NULL AND f.see_by < at`,
  undecided: `f.status = 'sent'`,
  undecided_late: `f.status = 'sent' AND f.decide_by < at`,
  on_hold: `f.status = 'on_hold'`,
};
const lately = {
  sent: 'true',
  decided: 'f.answered_at IS NOT NULL',
  decided_late: 'f.answered_at > f.decide_by',
  rejected: `f.status = 'rejected'`,
  completed: `f.status = 'completed'`,
  failed: `f.status = 'failed'`,
  re_routed: 'f.is_re_routed',
};
const took = {
  hours_to_seen: 'extract(epoch FROM f.seen_at - f.sent_at) / 3600',
  hours_to_decision: 'extract(epoch FROM f.answered_at - f.sent_at) / 3600',
  days_to_first_service: 'f.first_service_on - f.sent_at::date',
};
const inPeriod = 'f.sent_at > at - period AND f.sent_at <= at';
const columns = [...Object.keys(now), ...Object.keys(lately), ...Object.keys(took)];
const counts = [
  ...Object.values(now).map(safely),
  ...Object.values(lately).map((which) => safely(`${inPeriod} AND ${which}`)),
  ...Object.values(took).map((days) => middle(`CASE WHEN ${inPeriod} THEN ${days} END`)),
];

/**
 * How the loop goes at each agency: what waits, how late, how soon it was seen, decided and served, how much went on to another.
 * Drawn by the clock and kept as drawn, so that nobody learns from two looks what happened in between.
 */
export class LoopFigures1795000000230 extends SqlMigration {
  readonly name = 'LoopFigures1795000000230';
  readonly sql = `
    CREATE TABLE loop_figure (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL,
      drawn_at timestamptz NOT NULL,
      ${columns.map((column) => `${column} integer`).join(',\n      ')}
    );
    CREATE TABLE loop_ageing (
      id uuid PRIMARY KEY,
      agency_id uuid NOT NULL,
      from_days integer NOT NULL,
      to_days integer,
      waiting integer,
      drawn_at timestamptz NOT NULL
    );
    ${['loop_figure', 'loop_ageing']
      .map(
        (table) => `${walled(table)}
    GRANT SELECT ON ${table} TO {p_coordinator};
    CREATE POLICY watched ON ${table} FOR SELECT TO {p_coordinator} USING ((SELECT ctx.is_persona('coordinator')));
    GRANT SELECT, INSERT, DELETE ON ${table} TO {definer};
    CREATE POLICY drawn ON ${table} TO {definer} USING (true) WITH CHECK (true);`,
      )
      .join('\n    ')}

    CREATE FUNCTION loop_figures_drawn_at() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
      SELECT max(drawn_at) FROM public.loop_figure;
    $$;
    ALTER FUNCTION loop_figures_drawn_at() OWNER TO {definer};

    -- Whatever is asked for, fewer than five people are no number, nor is a step smaller than five.
    CREATE FUNCTION draw_loop_figures(
      at timestamptz, types text[], type_floors integer[], asked_steps integer, asked_medians_from integer, period interval, ages integer[]
    ) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      steps integer := greatest(5, asked_steps);
      medians_from integer := greatest(10, asked_medians_from);
    BEGIN
      IF ctx.is_house() AND NOT ctx.is_persona('system') THEN RAISE insufficient_privilege; END IF;
      DELETE FROM public.loop_figure;
      DELETE FROM public.loop_ageing;
      WITH fact AS MATERIALIZED (
        SELECT a.id AS agency_id, greatest(5, t.at_least) AS at_least, s.case_id, r.status, r.sent_at, r.see_by, r.seen_at, r.decide_by, r.answered_at,
          EXISTS (SELECT FROM public.referral_source n WHERE n.rerouted_from_id = r.id) AS is_re_routed,
          (SELECT min(d.delivered_on) FROM public.delivery d WHERE d.referral_id = r.id AND d.attendance = 'attended'
             AND NOT EXISTS (SELECT FROM public.delivery c WHERE c.corrects_id = d.id)) AS first_service_on
        FROM unnest(types, type_floors) AS t (type, at_least) JOIN public.agency a ON a.type = t.type
          LEFT JOIN public.referral r ON r.to_agency_id = a.id AND r.sent_at <= at AND r.status <> 'entered_in_error'
            AND (r.sent_at > at - period OR r.status IN ('sent', 'accepted', 'in_progress', 'on_hold'))
          LEFT JOIN public.referral_source s ON s.referral_id = r.id
      ), drawn AS (
        INSERT INTO public.loop_figure (id, agency_id, drawn_at, ${columns.join(', ')})
        SELECT f.agency_id, f.agency_id, at, ${counts.join(',\n          ')}
        FROM fact f GROUP BY f.agency_id, f.at_least
      )
      INSERT INTO public.loop_ageing (id, agency_id, from_days, to_days, waiting, drawn_at)
        SELECT md5(f.agency_id || ' ' || b.from_days)::uuid, f.agency_id, b.from_days, b.to_days,
          ${safely(`f.status = 'sent' AND f.sent_at <= at - make_interval(days => b.from_days)
            AND (b.to_days IS NULL OR f.sent_at > at - make_interval(days => b.to_days))`)}, at
        FROM fact f CROSS JOIN
          (SELECT from_days, lead(from_days) OVER (ORDER BY from_days) AS to_days FROM unnest(ages) AS from_days) b
        GROUP BY f.agency_id, f.at_least, b.from_days, b.to_days;
    END $$;
    ALTER FUNCTION draw_loop_figures(timestamptz, text[], integer[], integer, integer, interval, integer[]) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION loop_figures_drawn_at() TO {p_system};
    GRANT EXECUTE ON FUNCTION draw_loop_figures(timestamptz, text[], integer[], integer, integer, interval, integer[]) TO {p_system};
  `;
}
