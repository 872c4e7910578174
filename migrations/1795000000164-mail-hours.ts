import { SqlMigration } from '../src/platform/database/migration.ts';
import { byTheClock, walled } from './in-case-scope.ts';

const hears = ['social_worker', 'supervisor', 'partner', 'ministry', 'specialist', 'admin', 'coordinator'];

/** Mail keeps to people's hours: what comes up together, or in the night, goes out in one mail. Each says for themselves when. */
export class MailHours1795000000164 extends SqlMigration {
  readonly name = 'MailHours1795000000164';
  readonly sql = `
    CREATE TABLE mail_hours (
      id uuid PRIMARY KEY,
      person_id uuid NOT NULL REFERENCES person (id),
      delivery text NOT NULL,
      digest_at text NOT NULL CHECK (digest_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
      quiet_from text NOT NULL CHECK (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
      quiet_to text NOT NULL CHECK (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
      quiet_on_days_off boolean NOT NULL,
      set_at timestamptz NOT NULL
    );
    CREATE INDEX mail_hours_of ON mail_hours (person_id, set_at DESC, id DESC);
    ${walled('mail_hours')}
    GRANT SELECT, INSERT ON mail_hours TO ${hears.map((claim) => `{p_${claim}}`).join(', ')};
    GRANT SELECT ON mail_hours TO {p_system};
    ${hears
      .map((claim) => `CREATE POLICY mine_as_${claim} ON mail_hours TO {p_${claim}} USING (person_id = (SELECT ctx.user_id('${claim}')));`)
      .join('\n    ')}
    ${byTheClock('mail_hours')}

    ALTER TABLE notification ADD COLUMN mail_at timestamptz, ADD COLUMN mail_id uuid;
    CREATE INDEX notification_mail_due ON notification (person_id, mail_at) WHERE mail_id IS NULL AND mail_at IS NOT NULL;
    CREATE INDEX notification_in_mail ON notification (mail_id) WHERE mail_id IS NOT NULL;
    CREATE TRIGGER notification_mail_is_guarded BEFORE UPDATE OF mail_at, mail_id ON notification FOR EACH ROW
      WHEN ((OLD.mail_at, OLD.mail_id) IS DISTINCT FROM (NEW.mail_at, NEW.mail_id)) EXECUTE FUNCTION guard_count();
  `;
}
