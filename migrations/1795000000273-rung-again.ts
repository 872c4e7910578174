import { SqlMigration } from '../src/platform/database/migration.ts';

/** What was given up is seen by the administrator, without what it was about, and rings again when the cause is mended. */
export class RungAgain1795000000273 extends SqlMigration {
  readonly name = 'RungAgain1795000000273';
  readonly sql = `
    ALTER TABLE platform.outbox ADD COLUMN given_up_at timestamptz;
    UPDATE platform.outbox SET given_up_at = rings_again_at WHERE state = 'dead';
    CREATE FUNCTION platform.note_given_up() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      NEW.given_up_at := CASE NEW.state WHEN 'dead' THEN now() END;
      RETURN NEW;
    END $$;
    CREATE TRIGGER outbox_given_up BEFORE UPDATE OF state ON platform.outbox FOR EACH ROW
      WHEN ((OLD.state = 'dead') <> (NEW.state = 'dead')) EXECUTE FUNCTION platform.note_given_up();

    -- The administrator has nothing on the table: the view and the function lend the eyes and the hand of their owner, for what was given up alone.
    GRANT SELECT, UPDATE ON platform.outbox TO {definer};
    CREATE POLICY seen_by_admin ON platform.outbox FOR SELECT TO {definer} USING ((SELECT ctx.is_persona('admin')));
    CREATE POLICY rung_by_admin ON platform.outbox FOR UPDATE TO {definer}
      USING (state = 'dead' AND (SELECT ctx.is_persona('admin'))) WITH CHECK (state = 'open');
    CREATE VIEW given_up_promise WITH (security_invoker = false, security_barrier = true) AS
      SELECT id, kind, due_at, given_up_at, attempts, last_fault AS fault FROM platform.outbox WHERE state = 'dead';
    ALTER VIEW given_up_promise OWNER TO {definer};
    GRANT SELECT ON given_up_promise TO {p_admin};
    -- One, or all of a kind. Done twice it finds nothing the second time. Commits that notify wait for each other: it is rare.
    CREATE FUNCTION platform.ring_again(which uuid, of_kind text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DECLARE rung integer;
    BEGIN
      PERFORM ctx.require('admin');
      UPDATE platform.outbox SET state = 'open', attempts = 0, begun_at = NULL, rings_again_at = now()
        WHERE state = 'dead' AND (id = which OR kind = of_kind);
      GET DIAGNOSTICS rung = ROW_COUNT;
      IF rung > 0 THEN PERFORM pg_notify('homeward_promises', ''); END IF;
      RETURN rung;
    END $$;
    ALTER FUNCTION platform.ring_again(uuid, text) OWNER TO {definer};
    GRANT EXECUTE ON FUNCTION platform.ring_again(uuid, text) TO {p_admin};
  `;
}
