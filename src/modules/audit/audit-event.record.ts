import { fixed, record } from '../../access/record.ts';
import { AuditEvent } from './audit-event.entity.ts';

/** The access log as an auditor reads it. */
export const AuditEventRecord = record('audit-event', AuditEvent, {
  fields: {
    id: fixed('log'),
    at: fixed('log'),
    actorId: fixed('log'),
    actorRole: fixed('log'),
    onBehalfOf: fixed('log'),
    action: fixed('log'),
    record: fixed('log'),
    rowsSeen: fixed('log'),
    groups: fixed('log'),
    result: fixed('log'),
  },
  scopes: { all: {} },
});
