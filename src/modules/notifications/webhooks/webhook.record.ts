import { fixed, record } from '../../../access/record.ts';
import { callFaults } from '../../../platform/webhooks/call.ts';
import { WebhookMessage, webhookKinds } from './webhook-message.entity.ts';
import { Webhook } from './webhook.entity.ts';
import { webhookLifecycle, webhookMessageLifecycle } from './webhook.lifecycle.ts';

/** Which endpoints of which programs are called. */
export const WebhookRecord = record('webhook', Webhook, {
  fields: {
    id: fixed('facts'),
    clientId: fixed('facts'),
    url: fixed('facts'),
    status: fixed('facts'),
    secretNumber: fixed('internal'),
    formerSecretUntil: fixed('facts'),
    failingSince: fixed('facts'),
    madeById: fixed('facts'),
    madeAt: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  lifecycle: webhookLifecycle,
  deeds: ['rotate-secret', 'ping', 'call'],
});

/** What became of each call. What it was about is between the system and the subscriber. */
export const WebhookMessageRecord = record('webhook-message', WebhookMessage, {
  codes: { kind: webhookKinds, fault: callFaults },
  fields: {
    id: fixed('delivery'),
    webhookId: fixed('delivery'),
    kind: fixed('message'),
    subjectId: fixed('message'),
    happenedAt: fixed('delivery'),
    status: fixed('delivery'),
    attempts: fixed('delivery'),
    fault: fixed('delivery'),
    nextTryAt: fixed('delivery'),
    settledAt: fixed('delivery'),
    version: fixed('internal'),
  },
  scopes: { all: {}, trials: { kind: 'ping' } },
  lifecycle: webhookMessageLifecycle,
});
