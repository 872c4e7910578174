import { role } from '../../access/role.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';

/** Guards the rights of the people whose data these are; sees no case. */
export const privacyOfficer = role(
  'privacy-officer',
  'p_privacy',
  'Guards the rights of the people whose data these are; sees no case.',
  ...institutionsGrants,
);
