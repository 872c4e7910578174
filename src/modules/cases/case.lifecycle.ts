import { lifecycle } from '../../kernel/lifecycle.ts';

export type CaseStatus =
  'draft' | 'registered' | 'assessed' | 'planned' | 'active' | 'in_review' | 'on_hold' | 'closed' | 'transferred_out';

const open: readonly CaseStatus[] = ['registered', 'assessed', 'planned', 'active', 'in_review', 'on_hold'];

/** How a case moves from arrival to closure. */
export const caseLifecycle = lifecycle<CaseStatus>()('case', {
  register: { from: ['draft'], to: 'registered' },
  assess: { from: ['registered'], to: 'assessed' },
  plan: { from: ['assessed'], to: 'planned' },
  activate: { from: ['planned', 'in_review'], to: 'active' },
  review: { from: ['active'], to: 'in_review' },
  hold: { from: ['registered', 'assessed', 'planned', 'active', 'in_review'], to: 'on_hold' },
  resume: { from: ['on_hold'], to: 'active' },
  close: { from: open, to: 'closed' },
  reopen: { from: ['closed'], to: 'active' },
});
