/** The access log: who looked at what, who did what, who was refused; for those who check. */
export { AuditModule } from './audit.module.ts';
export { AuditEventRecord } from './audit-event.record.ts';
