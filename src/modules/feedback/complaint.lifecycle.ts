import { lifecycle } from '../../kernel/lifecycle.ts';

export type ComplaintStatus = 'received' | 'acknowledged' | 'settled';

/** How a complaint is dealt with. It is never taken back: whoever made it has no name. */
export const complaintLifecycle = lifecycle<ComplaintStatus>()('complaint', {
  acknowledge: { from: ['received'], to: 'acknowledged' },
  settle: { from: ['received', 'acknowledged'], to: 'settled' },
});
