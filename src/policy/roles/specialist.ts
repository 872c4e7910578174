import { on, role } from '../../access/role.ts';
import { peopleGrants } from '../../modules/identity/index.ts';
import { NotificationRecord } from '../../modules/notifications/index.ts';

/** Assesses and treats returnees whose case was referred to the unit; until such cases are, sees no case. */
export const specialist = role(
  'specialist',
  'p_specialist',
  'Assesses and treats returnees whose case was referred to the unit; until such cases are, sees no case.',
  on(NotificationRecord, 'mine', { see: ['own'], do: ['mark-read'] }),
  ...peopleGrants,
);
