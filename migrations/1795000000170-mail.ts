import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

const hearers = ['social_worker', 'supervisor', 'partner', 'ministry', 'specialist'];
const facts = ['status', 'attempts', 'fault', 'next_try_at', 'settled_at'];
const changed = (columns: readonly string[]): string =>
  `(${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')})`;
const fixed = ['id', 'person_id', 'queued_at'];

/** What became of each mail, for whom it is and who looks after accounts; and where mail reaches a person. No word of what it says. */
export class Mail1795000000170 extends SqlMigration {
  readonly name = 'Mail1795000000170';
  readonly sql = `
    ALTER TABLE person ADD COLUMN email text CHECK (length(email) <= 254 AND email ~ '^[^[:space:]@<>,;"]+@[^[:space:]@<>,;"]+$');

    CREATE TABLE mail (
      -- The notification that it carries.
      id uuid PRIMARY KEY REFERENCES notification (id),
      person_id uuid NOT NULL REFERENCES person (id),
      status text NOT NULL CHECK (status IN ('queued', 'sent', 'refused', 'given_up')),
      attempts integer NOT NULL CHECK (attempts >= 0),
      -- A code of ours, never what the server said: it may name the person.
      fault text,
      queued_at timestamptz NOT NULL,
      next_try_at timestamptz NOT NULL,
      settled_at timestamptz,
      version integer NOT NULL
    );
    CREATE INDEX mail_of ON mail (person_id, id);
    CREATE INDEX mail_waiting ON mail (next_try_at) WHERE status = 'queued';

    -- Mails of before: those that are promised still wait. Whoever owns the tables looks past the wall for as long as this takes.
    ALTER TABLE notification NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE platform.outbox NO FORCE ROW LEVEL SECURITY;
    INSERT INTO mail (id, person_id, status, attempts, queued_at, next_try_at, settled_at, version)
      SELECT n.id, n.person_id, CASE WHEN o.waits THEN 'queued' ELSE 'sent' END, 0, n.created_at, n.created_at,
        CASE WHEN NOT o.waits THEN n.created_at END, 1
      FROM notification n CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM platform.outbox p WHERE p.kind = 'send-mail' AND p.subject_id = n.id AND p.state <> 'done') AS waits) o;
    ALTER TABLE notification FORCE ROW LEVEL SECURITY;
    ALTER TABLE platform.outbox FORCE ROW LEVEL SECURITY;

    ${walled('mail')}${byTheClock('mail')}
    GRANT SELECT, INSERT, UPDATE ON mail TO {p_system};
    GRANT SELECT ON mail TO ${hearers.map((claim) => `{p_${claim}}`).join(', ')};
    ${hearers
      .map(
        (claim) =>
          `CREATE POLICY mine_as_${claim} ON mail FOR SELECT TO {p_${claim}} USING (person_id = (SELECT ctx.user_id('${claim}')));`,
      )
      .join('\n    ')}
    GRANT SELECT, UPDATE ON mail TO {p_admin};
    CREATE POLICY looked_after ON mail TO {p_admin} USING ((SELECT ctx.is_persona('admin')));

    -- A mail goes out once. The administrator only ever lets one be tried again that did not go out.
    CREATE FUNCTION guard_mail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') AND OLD.status = 'queued' THEN RETURN NEW; END IF;
      IF ctx.is_persona('admin') AND OLD.status IN ('refused', 'given_up') AND NEW.status = 'queued' THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a mail goes out once' USING ERRCODE = '42501';
    END $$;
    ALTER FUNCTION guard_mail() OWNER TO {definer};
    CREATE TRIGGER mail_is_guarded BEFORE UPDATE OF ${facts.join(', ')} ON mail
      FOR EACH ROW WHEN (${changed(facts)}) EXECUTE FUNCTION guard_mail();
    CREATE TRIGGER mail_facts_stay BEFORE UPDATE OF ${fixed.join(', ')} ON mail
      FOR EACH ROW WHEN (${changed(fixed)}) EXECUTE FUNCTION stays_as_written();
  `;
}
