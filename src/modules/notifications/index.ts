/** Tells people what is due, in the house and by mail, without a word of the case. */
export { NotificationsModule } from './notifications.module.ts';
export { MailRecord } from './mail.record.ts';
export { NotificationRecord } from './notification.record.ts';
