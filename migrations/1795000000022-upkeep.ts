import { SqlMigration } from '../src/platform/database/migration.ts';

/** A unit never runs out of aliases, and what the clock ends is found without looking through what it does not. */
export class Upkeep1795000000022 extends SqlMigration {
  readonly name = 'Upkeep1795000000022';
  readonly sql = `
    -- A worker sees the own cases only, but an alias is unique in the unit: the first of these that none of its cases has.
    CREATE FUNCTION case_alias_free(candidates integer[]) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE mine uuid := ctx.unit_id('social_worker');
    BEGIN
      RETURN (SELECT drawn.alias FROM unnest(candidates) WITH ORDINALITY AS drawn (alias, place)
        WHERE NOT EXISTS (SELECT FROM public.case_core c WHERE c.unit_id = mine AND c.alias = drawn.alias) ORDER BY place LIMIT 1);
    END $$;
    ALTER FUNCTION case_alias_free(integer[]) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION case_alias_free(integer[]) TO {p_social_worker};

    CREATE INDEX case_core_risk_runs_out ON case_core (country, risk_expires_on)
      WHERE risk_expires_on IS NOT NULL AND status NOT IN ('closed', 'transferred_out');
  `;
}
