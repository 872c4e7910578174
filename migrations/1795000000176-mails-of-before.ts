import { SqlMigration } from '../src/platform/database/migration.ts';

/** Each mail of before carries one notification, and says so as all others do; a coordinator reads of theirs too whether it arrived. */
export class MailsOfBefore1795000000176 extends SqlMigration {
  readonly name = 'MailsOfBefore1795000000176';
  readonly sql = `
    -- Whoever owns the tables looks past the wall for as long as this takes.
    ALTER TABLE notification NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE mail NO FORCE ROW LEVEL SECURITY;
    UPDATE notification n SET mail_id = n.id FROM mail m WHERE m.id = n.id AND n.mail_id IS NULL;
    ALTER TABLE notification FORCE ROW LEVEL SECURITY;
    ALTER TABLE mail FORCE ROW LEVEL SECURITY;

    GRANT SELECT ON mail TO {p_coordinator};
    CREATE POLICY mine_as_coordinator ON mail FOR SELECT TO {p_coordinator} USING (person_id = (SELECT ctx.user_id('coordinator')));
  `;
}
