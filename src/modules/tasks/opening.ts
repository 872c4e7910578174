import type { TaskTemplate } from '../../platform/reference.ts';
import type { Task } from './task.entity.ts';

/**
 * Whether a task opens without anybody saying so: the team's own, for which nothing is shared and nobody has to vouch, once all that comes
 * before it is done. On some legal bases it need not wait.
 */
export function opensByItself(
  { ofTeam }: Pick<Task, 'ofTeam'>,
  { byTeam, consent, confirm, after, unlessBasis = [] }: TaskTemplate,
  undone: ReadonlySet<string>,
  legalBasis: string,
): boolean {
  const asksNobody = ofTeam && byTeam && consent.length === 0 && confirm.length === 0;
  const isHeld = !unlessBasis.includes(legalBasis) && after.some((earlier) => undone.has(earlier));
  return asksNobody && !isHeld;
}
