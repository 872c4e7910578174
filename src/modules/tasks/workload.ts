import { Injectable } from '@nestjs/common';
import { conflict } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { Reference } from '../../platform/reference.ts';
import { heldStates } from './task.lifecycle.ts';

/** How much one person has on their desk. */
@Injectable()
export class Workload {
  constructor(
    private readonly database: Database,
    private readonly reference: Reference,
  ) {}

  /** The reason to note with one more task: none below the limit; refused beyond it if nobody gives one. */
  async reasonFor(personId: string, given: string | undefined): Promise<string | null> {
    const limit = this.reference.workload.openTasksPerPerson;
    const [row] = await this.database.rows<{ open: number }>({
      name: 'tasks-on-desk',
      text: 'SELECT count(*)::int AS open FROM task WHERE claimed_by_id = $1 AND status = ANY ($2)',
      values: [personId, heldStates],
    });
    const open = row?.open ?? 0;
    if (open < limit) return null;
    if (given === undefined) throw conflict('task-limit-reached', { open, limit });
    return given;
  }
}
