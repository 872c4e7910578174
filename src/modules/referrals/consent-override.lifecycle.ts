import { lifecycle } from '../../kernel/lifecycle.ts';

export type OverrideStatus = 'requested' | 'approved' | 'declined' | 'upheld' | 'reversed';

/** How sharing without a consent is allowed by one, looked at by another, and undone. */
export const overrideLifecycle = lifecycle<OverrideStatus>()('consent-override', {
  approve: { from: ['requested'], to: 'approved' },
  decline: { from: ['requested'], to: 'declined' },
  uphold: { from: ['approved'], to: 'upheld' },
  reverse: { from: ['approved', 'upheld'], to: 'reversed' },
});
