import { SqlMigration } from '../src/platform/database/migration.ts';

/** The access log can be read by those who check, and by nobody else. It holds no value of any case. */
export class Auditor1795000000010 extends SqlMigration {
  readonly name = 'Auditor1795000000010';
  readonly sql = `
    CREATE VIEW audit_event WITH (security_invoker = true) AS
      SELECT id, at, actor_id, actor_role, on_behalf_of, action, record, cardinality(record_ids) AS rows_seen, groups, result FROM audit.event;
    GRANT SELECT ON audit_event, audit.event TO {p_auditor};
    CREATE POLICY read_by_auditor ON audit.event FOR SELECT TO {p_auditor} USING ((SELECT ctx.is_persona('auditor')));
    CREATE INDEX event_by_time ON audit.event (at, id);
  `;
}
