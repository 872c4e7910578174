import { on, type Grant } from '../../access/role.ts';
import { MailHoursRecord } from './mail-hours.record.ts';
import { MailRecord } from './mail.record.ts';
import { NotificationRecord } from './notification.record.ts';

/** What everybody has who is told things: their own notifications, whether mail of them arrived, and a say in when it comes. */
export const hearing: readonly Grant[] = [
  on(NotificationRecord, 'mine', { see: ['own'], do: ['mark-read'] }),
  on(MailRecord, 'mine', { see: ['delivery'] }),
  on(MailHoursRecord, 'mine', { see: ['own'], create: true }),
];
