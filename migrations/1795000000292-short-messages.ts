import { SqlMigration } from '../src/platform/database/migration.ts';

const fixed = ['id', 'person_id', 'queued_at', 'channel', 'notification_id'];
const row = (name: string): string => fixed.map((column) => `${name}.${column}`).join(', ');

/** Urgent news also goes out as a short message, to whoever said that they want that and where, or whom mail does not reach. */
export class ShortMessages1795000000292 extends SqlMigration {
  readonly name = 'ShortMessages1795000000292';
  readonly sql = `
    -- A short message is a mail of another kind: it has the same states, the same people see it, and it tells of one thing.
    ALTER TABLE mail
      DROP CONSTRAINT mail_id_fkey,
      ADD COLUMN channel text NOT NULL DEFAULT 'mail' CHECK (channel IN ('mail', 'short-message')),
      ADD COLUMN notification_id uuid REFERENCES notification (id),
      ADD CONSTRAINT short_message_tells_of_one CHECK ((channel = 'short-message') = (notification_id IS NOT NULL));
    CREATE UNIQUE INDEX short_message_of ON mail (notification_id) WHERE notification_id IS NOT NULL;
    CREATE OR REPLACE TRIGGER mail_facts_stay BEFORE UPDATE OF ${fixed.join(', ')} ON mail
      FOR EACH ROW WHEN ((${row('OLD')}) IS DISTINCT FROM (${row('NEW')})) EXECUTE FUNCTION stays_as_written();

    ALTER TABLE mail_hours
      ADD COLUMN short_messages boolean NOT NULL DEFAULT false,
      ADD COLUMN phone text CHECK (phone ~ '^[+][1-9][0-9]{6,14}$'),
      ADD CONSTRAINT short_messages_go_somewhere CHECK (phone IS NOT NULL OR NOT short_messages);
    -- A number is kept as long as its person says so, and no longer.
    GRANT SELECT, UPDATE ON mail_hours TO {definer};
    CREATE POLICY forgotten ON mail_hours TO {definer} USING (true) WITH CHECK (true);
    CREATE FUNCTION forget_phone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      -- Of two words at once the second waits for the first, and takes its place.
      PERFORM pg_advisory_xact_lock(hashtextextended('mail-hours:' || NEW.person_id, 0));
      UPDATE public.mail_hours SET phone = NULL, short_messages = false WHERE person_id = NEW.person_id AND id <> NEW.id AND phone IS NOT NULL;
      RETURN NULL;
    END $$;
    ALTER FUNCTION forget_phone() OWNER TO {definer};
    CREATE TRIGGER mail_hours_forget_phone AFTER INSERT ON mail_hours FOR EACH ROW EXECUTE FUNCTION forget_phone();

    -- Whoever leaves takes their number along; whoever is shut out for a time keeps it.
    CREATE FUNCTION forget_phone_of_left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(hashtextextended('mail-hours:' || NEW.id, 0));
      UPDATE public.mail_hours SET phone = NULL, short_messages = false WHERE person_id = NEW.id AND phone IS NOT NULL;
      RETURN NULL;
    END $$;
    ALTER FUNCTION forget_phone_of_left() OWNER TO {definer};
    CREATE TRIGGER person_phone_forgotten AFTER UPDATE OF active, suspended ON person FOR EACH ROW
      WHEN ((OLD.active OR OLD.suspended) AND NOT (NEW.active OR NEW.suspended)) EXECUTE FUNCTION forget_phone_of_left();
  `;
}
