import { on, role } from '../../access/role.ts';
import { ProtocolRecord } from '../../modules/consent/index.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';
import { hearing } from '../../modules/notifications/index.ts';
import { ConsentOverrideRecord } from '../../modules/referrals/index.ts';
import { ComplaintRecord } from '../../modules/feedback/index.ts';

/** Guards the rights of the people whose data these are; sees no case. */
export const privacyOfficer = role(
  'privacy-officer',
  'p_privacy',
  'Guards the rights of the people whose data these are; sees no case.',
  on(ProtocolRecord, 'all', { see: ['facts'], do: ['approve', 'end'] }),
  // What was shared without a consent, never whose case it is.
  on(ConsentOverrideRecord, 'all', { see: ['facts'], do: ['uphold', 'reverse'] }),
  // What somebody without a name complains of, unless it is the officer's own agency.
  on(ComplaintRecord, 'handled', { see: ['facts'], do: ['acknowledge', 'settle'] }),
  ...hearing,
  ...institutionsGrants,
);
