import type { Sql } from '../platform/database/sql.ts';
import type { Plan } from './plan.ts';
import type { Asker } from './statement.ts';

/** A deed on a row, or on none, as the access log takes it. */
interface Done {
  readonly deed: string;
  readonly id: string | null;
  readonly groups: readonly string[];
  readonly row: object;
}

/** The line of the access log for a deed; whoever stood in for somebody by it did it for them. */
export function noted(plan: Plan, { actor, requestId }: Asker, { deed, id, groups, row }: Done): Sql {
  const values = [requestId, deed, plan.record.name, id === null ? [] : [id], groups, 'done'];
  const whose = plan.coveredBy === null ? undefined : (row as Record<string, string | null>)[plan.coveredBy.name];
  if (typeof whose !== 'string' || !(actor.standing?.for.includes(whose) ?? false))
    return { name: 'note-done', text: 'SELECT audit.note($1, $2, $3, $4, $5, $6)', values };
  return { name: 'note-done-for', text: 'SELECT audit.note_for($1, $2, $3, $4, $5, $6, $7)', values: [...values, whose] };
}
