import { lifecycle } from '../../kernel/lifecycle.ts';

export type ReferralStatus =
  'draft' | 'sent' | 'accepted' | 'rejected' | 'in_progress' | 'on_hold' | 'completed' | 'failed' | 'cancelled' | 'entered_in_error';

/** How a request to serve somebody goes from one agency to another and comes back with an outcome. */
export const referralLifecycle = lifecycle<ReferralStatus>()('referral', {
  send: { from: ['draft'], to: 'sent' },
  accept: { from: ['sent'], to: 'accepted' },
  reject: { from: ['sent'], to: 'rejected' },
  begin: { from: ['accepted'], to: 'in_progress' },
  hold: { from: ['accepted', 'in_progress'], to: 'on_hold' },
  resume: { from: ['on_hold'], to: 'in_progress' },
  complete: { from: ['accepted', 'in_progress'], to: 'completed' },
  fail: { from: ['accepted', 'in_progress', 'on_hold'], to: 'failed' },
  cancel: { from: ['sent', 'accepted', 'in_progress', 'on_hold'], to: 'cancelled' },
  'enter-in-error': { from: ['draft', 'sent'], to: 'entered_in_error' },
});
