import { on, role } from '../../access/role.ts';
import { ProtocolRecord } from '../../modules/consent/index.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';

/** Guards the rights of the people whose data these are; sees no case. */
export const privacyOfficer = role(
  'privacy-officer',
  'p_privacy',
  'Guards the rights of the people whose data these are; sees no case.',
  on(ProtocolRecord, 'all', { see: ['facts'], do: ['approve', 'end'] }),
  ...institutionsGrants,
);
