import { lifecycle } from '../../kernel/lifecycle.ts';

export type ConsentStatus = 'active' | 'expired' | 'withdrawn' | 'superseded';

/** How a consent ends. Nothing brings it back: whoever agrees again gives a new one. */
export const consentLifecycle = lifecycle<ConsentStatus>()('consent', {
  withdraw: { from: ['active'], to: 'withdrawn' },
  expire: { from: ['active'], to: 'expired' },
  supersede: { from: ['active'], to: 'superseded' },
});
