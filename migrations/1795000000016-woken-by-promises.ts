import { SqlMigration } from '../src/platform/database/migration.ts';

/**
 * Whoever promises, in a deed of a person, what is due now wakes the worker when the deed is committed. Commits that notify wait for
 * each other, so promises for later and those the worker makes itself (it looks again by itself) wake nobody.
 */
export class WokenByPromises1795000000016 extends SqlMigration {
  readonly name = 'WokenByPromises1795000000016';
  readonly sql = `
    GRANT SELECT ON platform.demonstration_clock TO {definer};
    CREATE OR REPLACE FUNCTION platform.promise(k text, subject uuid, due timestamptz) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      claims text[] := ctx.claims();
      is_by_the_clock boolean := coalesce(claims[2] = 'system' AND claims[7] = '', true);
    BEGIN
      INSERT INTO platform.outbox (kind, subject_id, due_at, asked_by, asked_as)
      VALUES (k, subject, due, nullif(claims[4], '')::uuid, claims[3]);
      IF NOT is_by_the_clock AND due <= now() + (SELECT c.ahead FROM platform.demonstration_clock c) + interval '1 second' THEN
        PERFORM pg_notify('homeward_promises', '');
      END IF;
    END $$;
  `;
}
