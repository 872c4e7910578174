import { randomUUID } from 'node:crypto';
import type { CaseScope } from '../cases/index.ts';
import type { Owner } from './owners.ts';
import type { Applying, Due } from './planning.ts';
import type { Task } from './task.entity.ts';

/** What both sides may know of a step. */
export interface TaskFacts {
  readonly template: string;
  readonly reason: string | null;
  readonly evidenceCode: string | null;
}

/** Whose a task is, on both sides. */
interface Sides {
  readonly ownerUnitId: string;
  readonly ownerAgencyId: string;
  readonly ofTeam: boolean;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly dueOn: string;
  readonly sealed: boolean;
}

function sidesOf({ ownerUnitId, ownerAgencyId, ofTeam, workerId, unitId, supervisorUnitId, dueOn, sealed }: Task): Sides {
  return { ownerUnitId, ownerAgencyId, ofTeam, workerId, unitId, supervisorUnitId, dueOn, sealed };
}

/** A task took a step: by the case team, by its owner, or by the clock. */
export class TaskMoved {
  readonly eventId = randomUUID();
  readonly taskId: string;
  readonly sides: Sides;
  readonly facts: TaskFacts;

  constructor(
    task: Task,
    readonly move: string,
    readonly by: 'team' | 'owner' | 'clock',
    readonly at: Date,
  ) {
    const { id, template, reason, evidenceCode } = task;
    Object.assign(this, { taskId: id, sides: sidesOf(task), facts: { template, reason, evidenceCode } });
  }
}

/** A task that a template asks for. */
export interface Wanted extends Applying, Due {
  readonly occurrence: number;
  readonly owner: Owner;
}

/** Templates ask for tasks of a case. */
export class TasksWanted {
  constructor(
    readonly caseId: string,
    readonly scope: CaseScope,
    readonly legalBasis: string,
    readonly wanted: readonly Wanted[],
    readonly at: Date,
  ) {}
}

/** The day from which tasks are counted became known, or another: they are due on another day. */
export class TasksDueAnew {
  constructor(
    readonly tasks: readonly { readonly taskId: string; readonly dueOn: string }[],
    readonly at: Date,
  ) {}
}
