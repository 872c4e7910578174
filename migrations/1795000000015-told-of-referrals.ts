import { SqlMigration } from '../src/platform/database/migration.ts';

/** A notification tells of more than follow-ups: its cause is whatever happened, some causes have no day, and administrators hear of gaps. */
export class ToldOfReferrals1795000000015 extends SqlMigration {
  readonly name = 'ToldOfReferrals1795000000015';
  readonly sql = `
    ALTER TABLE notification RENAME COLUMN dispatch_id TO cause_id;
    ALTER TABLE notification RENAME CONSTRAINT notification_dispatch_id_person_id_key TO notification_told_once;
    ALTER TABLE notification ALTER COLUMN due_on DROP NOT NULL;
    GRANT SELECT, UPDATE ON notification TO {p_admin};
    CREATE POLICY mine_as_admin ON notification TO {p_admin} USING (person_id = (SELECT ctx.user_id('admin')));
  `;
}
