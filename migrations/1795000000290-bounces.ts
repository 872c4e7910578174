import { SqlMigration } from '../src/platform/database/migration.ts';

const facts = ['status', 'attempts', 'fault', 'next_try_at', 'settled_at', 'replays', 'email_number', 'reported_status', 'reported_at'];
const changed = (columns: readonly string[]): string =>
  `(${columns.map((column) => `OLD.${column}`).join(', ')}) IS DISTINCT FROM (${columns.map((column) => `NEW.${column}`).join(', ')})`;
/** What a report of a mail that went out leaves as it was. */
const asSent = ['attempts', 'next_try_at', 'replays', 'email_number'];

/** What comes back of a mail that went out is noted on it, without a word of what came; and whose address nothing reaches is known. */
export class Bounces1795000000290 extends SqlMigration {
  readonly name = 'Bounces1795000000290';
  readonly sql = `
    ALTER TABLE mail
      DROP CONSTRAINT IF EXISTS mail_status_check,
      ADD CONSTRAINT mail_status_check CHECK (status IN ('queued', 'sent', 'refused', 'given_up', 'bounced')),
      -- How often it was tried anew: what comes back of an earlier sending is no news of this one.
      ADD COLUMN replays integer NOT NULL DEFAULT 0 CHECK (replays >= 0),
      -- The how manyeth address of its person it went to.
      ADD COLUMN email_number integer NOT NULL DEFAULT 0,
      -- What the other side's server reported, as a code of RFC 3463 and nothing else.
      ADD COLUMN reported_status text CHECK (reported_status ~ '^[45][.][0-9]{1,3}[.][0-9]{1,3}$'),
      ADD COLUMN reported_at timestamptz,
      ADD CONSTRAINT mail_report_is_whole CHECK ((reported_status IS NULL) = (reported_at IS NULL)),
      ADD CONSTRAINT mail_bounces_by_report CHECK (status <> 'bounced' OR reported_status IS NOT NULL);
    CREATE OR REPLACE FUNCTION guard_mail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      IF NOT ctx.is_house() OR ctx.is_persona('system') AND OLD.status = 'queued' AND NEW.status <> 'bounced' THEN RETURN NEW; END IF;
      -- Of what went out the system notes what came back, and nothing more.
      IF ctx.is_persona('system') AND OLD.status = 'sent' AND NEW.status IN ('sent', 'bounced') AND NEW.reported_at IS NOT NULL
        AND NOT (${changed(asSent)}) THEN RETURN NEW; END IF;
      IF ctx.is_persona('admin') AND OLD.status IN ('refused', 'given_up', 'bounced') AND NEW.status = 'queued'
        AND NEW.replays = OLD.replays + 1 THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a mail goes out once' USING ERRCODE = '42501';
    END $$;
    CREATE OR REPLACE TRIGGER mail_is_guarded BEFORE UPDATE OF ${facts.join(', ')} ON mail
      FOR EACH ROW WHEN (${changed(facts)}) EXECUTE FUNCTION guard_mail();

    ALTER TABLE person
      ADD COLUMN email_number integer NOT NULL DEFAULT 0,
      ADD COLUMN email_bounces integer NOT NULL DEFAULT 0 CHECK (email_bounces >= 0),
      ADD COLUMN unreachable_since timestamptz;
    GRANT UPDATE (email_bounces, unreachable_since, version) ON person TO {p_system};
    CREATE POLICY counted_by_the_clock ON person FOR UPDATE TO {p_system} USING ((SELECT ctx.is_persona('system')));
    -- Of another address nothing is known yet.
    CREATE FUNCTION address_begins_anew() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      NEW.email_number := OLD.email_number + 1;
      NEW.email_bounces := 0;
      NEW.unreachable_since := NULL;
      RETURN NEW;
    END $$;
    CREATE TRIGGER address_begins_anew BEFORE UPDATE OF email ON person FOR EACH ROW
      WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION address_begins_anew();
  `;
}
