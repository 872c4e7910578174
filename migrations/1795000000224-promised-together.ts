import { SqlMigration } from '../src/platform/database/migration.ts';

const everybody = `{p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator}, {p_auditor}, {p_admin},
      {p_privacy}, {p_system}`;

/** What is promised together is written together: who promises is asked once, not once for each promise. */
export class PromisedTogether1795000000224 extends SqlMigration {
  readonly name = 'PromisedTogether1795000000224';
  readonly sql = `
    CREATE FUNCTION platform.promise_all(kinds text[], subjects uuid[], dues timestamptz[]) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims constant text[] := ctx.claims();
      is_by_the_clock constant boolean := coalesce(claims[2] = 'system' AND claims[7] = '', true);
    BEGIN
      INSERT INTO platform.outbox (kind, subject_id, due_at, asked_by, asked_as)
        SELECT p.kind, p.subject, p.due, nullif(claims[4], '')::uuid, claims[3] FROM unnest(kinds, subjects, dues) AS p (kind, subject, due);
      IF NOT is_by_the_clock AND EXISTS (SELECT FROM unnest(dues) AS p (due)
          WHERE p.due <= now() + (SELECT c.ahead FROM platform.demonstration_clock c) + interval '1 second') THEN
        PERFORM pg_notify('homeward_promises', '');
      END IF;
    END $$;
    ALTER FUNCTION platform.promise_all(text[], uuid[], timestamptz[]) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION platform.promise_all(text[], uuid[], timestamptz[]) TO ${everybody};
  `;
}
