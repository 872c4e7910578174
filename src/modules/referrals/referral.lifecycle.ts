import { lifecycle } from '../../kernel/lifecycle.ts';

export type ReferralStatus =
  'draft' | 'sent' | 'accepted' | 'rejected' | 'in_progress' | 'on_hold' | 'completed' | 'failed' | 'cancelled' | 'entered_in_error';

/** States in which the loop is open: it was sent, and nobody has ended it. */
export const openStates: readonly ReferralStatus[] = ['sent', 'accepted', 'in_progress', 'on_hold'];

/** States in which services are given. */
export const servingStates: readonly ReferralStatus[] = ['accepted', 'in_progress'];

/** States in which it is over, and something may have been given. */
export const servedStates: readonly ReferralStatus[] = ['completed', 'failed', 'cancelled'];

/** States in which it is over and nobody helped. */
export const fruitlessStates: readonly ReferralStatus[] = ['rejected', 'failed', 'cancelled'];

/** States from which somebody else can be asked instead: nobody has taken it on, or it came to nothing. */
export const reRoutableStates: readonly ReferralStatus[] = ['sent', ...fruitlessStates];

/** How a request to serve somebody goes from one agency to another and comes back with an outcome. */
export const referralLifecycle = lifecycle<ReferralStatus>()('referral', {
  send: { from: ['draft'], to: 'sent' },
  accept: { from: ['sent'], to: 'accepted' },
  reject: { from: ['sent'], to: 'rejected' },
  begin: { from: ['accepted'], to: 'in_progress' },
  hold: { from: servingStates, to: 'on_hold' },
  resume: { from: ['on_hold'], to: 'in_progress' },
  complete: { from: servingStates, to: 'completed' },
  fail: { from: ['accepted', 'in_progress', 'on_hold'], to: 'failed' },
  // Nobody answered a referral to a unit that has no accounts here, and its time is over.
  expire: { from: ['sent'], to: 'failed' },
  cancel: { from: openStates, to: 'cancelled' },
  recall: { from: openStates, to: 'cancelled' },
  'enter-in-error': { from: ['draft', 'sent'], to: 'entered_in_error' },
});
