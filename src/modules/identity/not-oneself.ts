import { Problem } from '../../kernel/problem.ts';
import { currentActor } from '../../platform/work.ts';

/** Nobody does this to their own account: rights come from others. */
export function notOneself(personId: string, deed: string): void {
  if (currentActor().id === personId) throw new Problem(403, 'not-oneself', { params: { deed } });
}
