import { lifecycle } from '../../kernel/lifecycle.ts';

export type SlipStatus = 'open' | 'void' | 'locked' | 'expired';

/** How a slip ends; nothing brings it back. The database voids it with its referral, and takes no code for right after too many wrong ones. */
export const slipLifecycle = lifecycle<SlipStatus>()('slip', {
  void: { from: ['open'], to: 'void' },
  lock: { from: ['open'], to: 'locked' },
  expire: { from: ['open'], to: 'expired' },
});
