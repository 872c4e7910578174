import { lifecycle } from '../../kernel/lifecycle.ts';

export type TaskStatus =
  'waiting' | 'dropped' | 'open' | 'claimed' | 'in_progress' | 'blocked' | 'done' | 'verified' | 'returned' | 'cancelled';

/** States in which somebody has it to do. */
export const workingStates: readonly TaskStatus[] = ['open', 'claimed', 'in_progress', 'blocked', 'returned'];

/** States in which one person has it in their hands; of the team's own, whoever has the case. */
export const heldStates: readonly TaskStatus[] = ['claimed', 'in_progress', 'blocked', 'returned'];

/** States in which its owner knows of it: until it is let go it is the case team's alone. */
export const ownersStates: readonly TaskStatus[] = [...workingStates, 'done', 'verified', 'cancelled'];

/** States in which its owner may read what was shared for it, as long as that is open. */
export const readingStates: readonly TaskStatus[] = ['claimed', 'in_progress', 'blocked', 'returned', 'done', 'verified'];

/** How a task goes from the case team to the agency that does it and comes back as done, and is found so by another person. */
export const taskLifecycle = lifecycle<TaskStatus>()('task', {
  release: { from: ['waiting'], to: 'open' },
  drop: { from: ['waiting'], to: 'dropped' },
  claim: { from: ['open'], to: 'claimed' },
  unclaim: { from: heldStates, to: 'open' },
  begin: { from: ['claimed', 'returned'], to: 'in_progress' },
  block: { from: ['claimed', 'in_progress'], to: 'blocked' },
  resume: { from: ['blocked'], to: 'in_progress' },
  complete: { from: ['claimed', 'in_progress'], to: 'done' },
  'pass-on': { from: workingStates, to: 'open' },
  verify: { from: ['done'], to: 'verified' },
  return: { from: ['done'], to: 'returned' },
  reopen: { from: ['verified'], to: 'returned' },
  cancel: { from: workingStates, to: 'cancelled' },
});
