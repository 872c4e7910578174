import { lifecycle } from '../../kernel/lifecycle.ts';

export type MailStatus = 'queued' | 'sent' | 'refused' | 'given_up' | 'bounced';

/** A mail goes out once, or somebody can see that it did not; and that it came back, if it did. */
export const mailLifecycle = lifecycle<MailStatus>()('mail', {
  send: { from: ['queued'], to: 'sent' },
  'put-off': { from: ['queued'], to: 'queued' },
  refuse: { from: ['queued'], to: 'refused' },
  'give-up': { from: ['queued'], to: 'given_up' },
  bounce: { from: ['sent'], to: 'bounced' },
  delay: { from: ['sent'], to: 'sent' },
  replay: { from: ['refused', 'given_up', 'bounced'], to: 'queued' },
});
