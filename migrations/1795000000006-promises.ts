import { SqlMigration } from '../src/platform/database/migration.ts';

const everybody = `{p_social_worker}, {p_supervisor}, {p_specialist}, {p_ministry}, {p_partner}, {p_coordinator}, {p_auditor}, {p_admin},
      {p_privacy}, {p_system}`;

/** Promises of work: written in the transaction that makes them, kept by the worker, lost by nobody. */
export class Promises1795000000006 extends SqlMigration {
  readonly name = 'Promises1795000000006';
  readonly sql = `
    CREATE TABLE platform.outbox (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      kind text NOT NULL,
      subject_id uuid NOT NULL,
      due_at timestamptz NOT NULL,
      -- Who asked, in which role: never a right by itself. Personal work is judged anew when it runs.
      asked_by uuid,
      asked_as text,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dead')),
      attempts integer NOT NULL DEFAULT 0,
      last_fault text,
      -- By the machine's clock: when the alarm last rang, and when it may ring again.
      rings_again_at timestamptz NOT NULL DEFAULT '-infinity',
      done_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX outbox_due ON platform.outbox (due_at, rings_again_at) WHERE state = 'open';
    CREATE INDEX outbox_of ON platform.outbox (kind, subject_id);
    ALTER TABLE platform.outbox ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.outbox FORCE ROW LEVEL SECURITY;
    GRANT INSERT ON platform.outbox TO {definer};
    CREATE POLICY promised ON platform.outbox FOR INSERT TO {definer} WITH CHECK (true);
    GRANT SELECT, UPDATE, DELETE ON platform.outbox TO {p_system};
    CREATE POLICY kept ON platform.outbox TO {p_system} USING ((SELECT ctx.is_persona('system')));

    CREATE FUNCTION platform.promise(k text, subject uuid, due timestamptz) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE claims text[] := ctx.claims();
    BEGIN
      INSERT INTO platform.outbox (kind, subject_id, due_at, asked_by, asked_as)
      VALUES (k, subject, due, nullif(claims[4], '')::uuid, claims[3]);
    END $$;
    ALTER FUNCTION platform.promise(text, uuid, timestamptz) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION platform.promise(text, uuid, timestamptz) TO ${everybody};
  `;
}
