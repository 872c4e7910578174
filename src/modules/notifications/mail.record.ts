import { fixed, my, record } from '../../access/record.ts';
import { Mail } from './mail.entity.ts';
import { mailLifecycle } from './mail.lifecycle.ts';

/** Whether mail reaches people, and what came back of it: known to each for their own, to the administrator for all, and to nobody what it says. */
export const MailRecord = record('mail', Mail, {
  codes: {
    channel: ['mail', 'short-message'],
    fault: [
      'no-address',
      'person-left',
      'recipient-refused',
      'message-refused',
      'server-refused',
      'server-away',
      'not-allowed',
      'bounced',
      'delayed',
    ],
  },
  fields: {
    id: fixed('delivery'),
    personId: fixed('delivery'),
    channel: fixed('delivery'),
    notificationId: fixed('delivery'),
    status: fixed('delivery'),
    attempts: fixed('delivery'),
    fault: fixed('delivery'),
    queuedAt: fixed('delivery'),
    nextTryAt: fixed('delivery'),
    settledAt: fixed('delivery'),
    reportedStatus: fixed('delivery'),
    reportedAt: fixed('delivery'),
    replays: fixed('internal'),
    emailNumber: fixed('internal'),
    version: fixed('internal'),
  },
  scopes: { all: {}, mine: { personId: my('userId') } },
  lifecycle: mailLifecycle,
});
