import { on, role } from '../../access/role.ts';
import { peopleGrants } from '../../modules/identity/index.ts';
import { NotificationRecord } from '../../modules/notifications/index.ts';

/** Serves returnees referred to the unit and logs what was done; never sees a case. */
export const partnerWorker = role(
  'partner-worker',
  'p_partner',
  'Serves returnees referred to the unit and logs what was done; never sees a case.',
  on(NotificationRecord, 'mine', { see: ['own'], do: ['mark-read'] }),
  ...peopleGrants,
);
