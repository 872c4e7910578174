import { lifecycle } from '../../kernel/lifecycle.ts';

export type FollowUpStatus = 'planned' | 'due' | 'missed' | 'done' | 'waived';

/** How a follow-up ends: done, or waived with a reason; being late does not end it. */
export const followUpLifecycle = lifecycle<FollowUpStatus>()('follow-up', {
  'fall-due': { from: ['planned'], to: 'due' },
  miss: { from: ['planned', 'due'], to: 'missed' },
  'plan-anew': { from: ['planned', 'due', 'missed'], to: 'planned' },
  // What was missed is done or waived; another day would only take it off the list of what was missed.
  reschedule: { from: ['planned', 'due'], to: 'planned' },
  complete: { from: ['planned', 'due', 'missed'], to: 'done' },
  fulfil: { from: ['planned', 'due', 'missed'], to: 'done' },
  waive: { from: ['planned', 'due', 'missed'], to: 'waived' },
});
