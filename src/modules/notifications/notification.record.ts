import { fixed, my, record } from '../../access/record.ts';
import { Notification } from './notification.entity.ts';

/** What a person was told. */
export const NotificationRecord = record('notification', Notification, {
  fields: {
    id: fixed('own'),
    personId: fixed('own'),
    kind: fixed('own'),
    subjectType: fixed('own'),
    subjectId: fixed('own'),
    causeId: fixed('internal'),
    dueOn: fixed('own'),
    howMany: fixed('own'),
    createdAt: fixed('own'),
    readAt: fixed('own'),
    mailAt: fixed('own'),
    mailId: fixed('own'),
    version: fixed('internal'),
  },
  scopes: { all: {}, mine: { personId: my('userId') } },
  deeds: ['mark-read', 'correct-count'],
});
