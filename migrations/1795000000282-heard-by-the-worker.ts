import { SqlMigration } from '../src/platform/database/migration.ts';

/** An answer by telephone is heard by the worker too, where somebody else sent the referral and issued the slip. */
export class HeardByTheWorker1795000000282 extends SqlMigration {
  readonly name = 'HeardByTheWorker1795000000282';
  readonly sql = `
    -- Somebody reads the code out to the worker of the case, or to a supervisor of its team; never to who issued the slip or sent the
    -- referral, for they know the code anyway.
    CREATE OR REPLACE FUNCTION identity.slip_heard(which uuid, code bytea, at_time timestamptz, request text)
      RETURNS TABLE (slip_id uuid, referral_id uuid, unit_id uuid, agency_id uuid, outcome text) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE
      supervisor uuid := ctx.user_id('supervisor');
      worker uuid := ctx.user_id('social_worker');
      hearer uuid := coalesce(supervisor, worker);
      found text;
    BEGIN
      IF NOT EXISTS (SELECT FROM public.referral_slip s JOIN public.referral_source f ON f.referral_id = s.referral_id
          WHERE s.id = which AND s.issued_by_id <> hearer AND f.sender_id <> hearer
            AND (s.worker_id = worker OR supervisor IS NOT NULL AND s.supervisor_unit_id = ctx.unit_id('supervisor') AND NOT s.sealed)) THEN
        RAISE EXCEPTION 'another person hears this' USING ERRCODE = '42501';
      END IF;
      found := identity.slip_weighed(which, code, at_time, request);
      IF found IS NOT NULL THEN
        RETURN QUERY SELECT s.id, s.referral_id, r.to_unit_id, r.to_agency_id, found
          FROM public.referral_slip s JOIN public.referral r ON r.id = s.referral_id WHERE s.id = which;
      END IF;
    END $$;
    GRANT EXECUTE ON FUNCTION identity.slip_heard(uuid, bytea, timestamptz, text) TO {p_social_worker};
  `;
}
