import { lifecycle } from '../../kernel/lifecycle.ts';

export type CaseStatus =
  'draft' | 'registered' | 'assessed' | 'planned' | 'active' | 'in_review' | 'on_hold' | 'closed' | 'transferred_out';

/** States in which there is work to do. */
export const openStates: readonly CaseStatus[] = ['registered', 'assessed', 'planned', 'active', 'in_review', 'on_hold'];

/** How a case moves from arrival to closure. */
export const caseLifecycle = lifecycle<CaseStatus>()('case', {
  register: { from: ['draft'], to: 'registered' },
  assess: { from: ['registered'], to: 'assessed' },
  plan: { from: ['assessed'], to: 'planned' },
  activate: { from: ['planned', 'in_review'], to: 'active' },
  review: { from: ['active'], to: 'in_review' },
  hold: { from: ['registered', 'assessed', 'planned', 'active', 'in_review'], to: 'on_hold' },
  resume: { from: ['on_hold'], to: 'active' },
  close: { from: openStates, to: 'closed' },
  reopen: { from: ['closed'], to: 'active' },
});
