import { on, role } from '../../access/role.ts';
import { AuditEventRecord } from '../../modules/audit/index.ts';
import { ProtocolRecord } from '../../modules/consent/index.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';

/** Checks who looked at what; sees no case. */
export const auditor = role(
  'auditor',
  'p_auditor',
  'Checks who looked at what; sees no case.',
  on(AuditEventRecord, 'all', { see: ['log'] }),
  on(ProtocolRecord, 'all', { see: ['facts'] }),
  ...institutionsGrants,
);
