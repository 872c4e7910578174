import { SqlMigration } from '../src/platform/database/migration.ts';

const over = `('closed', 'transferred_out')`;
const refuse = (why: string): string => `RAISE EXCEPTION '${why}' USING ERRCODE = '42501';`;

/** Nobody leaves, or takes up another post, while cases are theirs; whoever has to be shut out at once is suspended, and can come back. */
export class ShutOut1795000000271 extends SqlMigration {
  readonly name = 'ShutOut1795000000271';
  readonly sql = `
    -- Whether somebody has cases, for an administrator who reads none and counts none.
    CREATE FUNCTION identity.has_open_cases(who uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM ctx.require('admin');
      RETURN EXISTS (SELECT FROM public.case_core c WHERE c.worker_id = who AND c.status NOT IN ${over});
    END $$;
    ALTER FUNCTION identity.has_open_cases(uuid) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION identity.has_open_cases(uuid) TO {p_admin};

    CREATE FUNCTION guard_leaving() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      IF NEW.active AND NOT OLD.active AND NOT OLD.suspended THEN ${refuse('who has left does not come back')} END IF;
      IF NEW.suspended AND NOT OLD.suspended AND NOT OLD.active THEN ${refuse('who has left is not suspended')} END IF;
      IF (NOT (NEW.active OR NEW.suspended) OR (NEW.role, NEW.unit_id) IS DISTINCT FROM (OLD.role, OLD.unit_id))
        AND EXISTS (SELECT FROM public.case_core c WHERE c.worker_id = OLD.id AND c.status NOT IN ${over}) THEN ${refuse('somebody else takes over first')} END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION guard_leaving() OWNER TO {definer};
    CREATE TRIGGER person_leaves BEFORE UPDATE OF role, unit_id, active, suspended ON person FOR EACH ROW
      WHEN ((OLD.role, OLD.unit_id, OLD.active, OLD.suspended) IS DISTINCT FROM (NEW.role, NEW.unit_id, NEW.active, NEW.suspended))
      EXECUTE FUNCTION guard_leaving();

    -- The password may be what got out: whoever is let in again chooses another one. An invitation that was on its way is over too.
    CREATE FUNCTION forget_password() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      DELETE FROM identity.credential c WHERE c.person_id = NEW.id;
      DELETE FROM identity.invitation i WHERE i.person_id = NEW.id;
      RETURN NULL;
    END $$;
    ALTER FUNCTION forget_password() OWNER TO {definer};
    CREATE TRIGGER person_password_forgotten AFTER UPDATE OF suspended ON person FOR EACH ROW
      WHEN (NEW.suspended AND NOT OLD.suspended) EXECUTE FUNCTION forget_password();

    -- Who is given a case is held in their post until they have it.
    GRANT UPDATE (version) ON person TO {definer};
    CREATE POLICY held_still ON person FOR UPDATE TO {definer} USING (true) WITH CHECK (false);
    CREATE FUNCTION holds_worker() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() THEN RETURN NEW; END IF;
      PERFORM 1 FROM public.person p WHERE p.id = NEW.worker_id AND p.active AND p.unit_id = NEW.unit_id FOR KEY SHARE;
      IF NOT FOUND THEN ${refuse('nobody of the unit is given this case')} END IF;
      RETURN NEW;
    END $$;
    ALTER FUNCTION holds_worker() OWNER TO {definer};
    CREATE TRIGGER case_goes_to_worker BEFORE UPDATE OF worker_id ON case_core FOR EACH ROW
      WHEN (NEW.worker_id IS NOT NULL AND NEW.worker_id IS DISTINCT FROM OLD.worker_id) EXECUTE FUNCTION holds_worker();
  `;
}
