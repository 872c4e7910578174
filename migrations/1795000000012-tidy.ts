import { SqlMigration } from '../src/platform/database/migration.ts';

/** What has served its time goes: keys of repeated requests after a week, kept promises after a month. */
export class Tidy1795000000012 extends SqlMigration {
  readonly name = 'Tidy1795000000012';
  readonly sql = `
    CREATE FUNCTION platform.forget_keys() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM ctx.require('system');
      DELETE FROM platform.idempotency WHERE created_at < now() - interval '7 days';
    END $$;
    ALTER FUNCTION platform.forget_keys() OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION platform.forget_keys() TO {p_system};
    CREATE INDEX outbox_kept ON platform.outbox (done_at) WHERE state = 'done';
  `;
}
