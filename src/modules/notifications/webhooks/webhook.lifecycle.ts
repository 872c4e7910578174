import { lifecycle } from '../../../kernel/lifecycle.ts';

export type WebhookStatus = 'active' | 'disabled';

/** An endpoint is called until it has failed for a day, or somebody wants it to be left alone. */
export const webhookLifecycle = lifecycle<WebhookStatus>()('webhook', {
  disable: { from: ['active'], to: 'disabled' },
  enable: { from: ['disabled'], to: 'active' },
});

export type WebhookMessageStatus = 'queued' | 'sent' | 'dropped' | 'given_up';

/** A message is taken by its endpoint, or it can be seen that it was not; one that its subscriber may not know of any more is dropped. */
export const webhookMessageLifecycle = lifecycle<WebhookMessageStatus>()('webhook-message', {
  send: { from: ['queued'], to: 'sent' },
  drop: { from: ['queued'], to: 'dropped' },
  'put-off': { from: ['queued'], to: 'queued' },
  'give-up': { from: ['queued'], to: 'given_up' },
  replay: { from: ['given_up'], to: 'queued' },
});
