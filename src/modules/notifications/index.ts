/** Tells people what is due, in the house and by mail, and programs that something has happened, without a word of the case. */
export { NotificationsModule } from './notifications.module.ts';
export { BounceDoor } from './bounces/bounce-door.ts';
export { GaugeRecord } from './gauges/gauge.record.ts';
export { GivenUpPromiseRecord } from './given-up/given-up-promise.record.ts';
export { hearing } from './grants.ts';
export { MailHoursRecord } from './mail-hours.record.ts';
export { MailRecord } from './mail.record.ts';
export { NotificationRecord } from './notification.record.ts';
export { WebhookMessageRecord, WebhookRecord } from './webhooks/webhook.record.ts';
