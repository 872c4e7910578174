import { on, role } from '../../access/role.ts';
import { institutionsGrants } from '../../modules/identity/index.ts';
import { NotificationRecord } from '../../modules/notifications/index.ts';

/** Watches over the national effort in figures; sees no case. */
export const coordinator = role(
  'coordinator',
  'p_coordinator',
  'Watches over the national effort in figures; sees no case.',
  on(NotificationRecord, 'mine', { see: ['own'], do: ['mark-read'] }),
  ...institutionsGrants,
);
