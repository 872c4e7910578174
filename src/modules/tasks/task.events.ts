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
  readonly claimedById: string | null;
  readonly workerId: string | null;
  readonly unitId: string;
  readonly supervisorUnitId: string;
  readonly dueOn: string;
  readonly sealed: boolean;
  /** By these two it is known whether what is told of it waits for people's hours. */
  readonly template: string;
  readonly priority: string;
}

function sidesOf(task: Task): Sides {
  const { ownerUnitId, ownerAgencyId, ofTeam, claimedById, workerId, unitId, supervisorUnitId, dueOn, sealed, template, priority } = task;
  return { ownerUnitId, ownerAgencyId, ofTeam, claimedById, workerId, unitId, supervisorUnitId, dueOn, sealed, template, priority };
}

/** A task took a step: by the case team, by its owner, or by the clock. */
export class TaskMoved {
  readonly eventId = randomUUID();
  readonly taskId: string;
  readonly sides: Sides;
  readonly facts: TaskFacts;
  /** What whoever did it said of its goal; nothing for what has none. */
  readonly goalReached: boolean | null;

  constructor(
    task: Task,
    readonly move: string,
    readonly by: 'team' | 'owner' | 'clock',
    readonly at: Date,
  ) {
    const { id, template, reason, evidenceCode, goalReached } = task;
    Object.assign(this, { taskId: id, sides: sidesOf(task), facts: { template, reason, evidenceCode }, goalReached });
  }
}

/** A task that a template asks for. */
export interface Wanted extends Applying, Due {
  readonly occurrence: number;
  /** How often it stopped before and is begun anew. */
  readonly restarts: number;
  readonly owner: Owner;
}

/** What of a case decides when its tasks begin and who is reminded of them when. */
export interface Circumstances {
  readonly id: string;
  readonly country: string;
  readonly risk: string;
  readonly legalBasis: string;
}

/** Templates ask for tasks of a case. */
export class TasksWanted {
  constructor(
    readonly of: Circumstances,
    readonly scope: CaseScope,
    readonly wanted: readonly Wanted[],
    /** The kinds of task that the case has already and that nobody has done yet. */
    readonly undone: readonly string[],
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

/** One task is due on another day. */
export class TaskRescheduled {
  readonly taskId: string;
  readonly sides: Sides;
  /** Its owner does not know of it yet. */
  readonly isWaiting: boolean;

  constructor(
    task: Task,
    readonly at: Date,
  ) {
    Object.assign(this, { taskId: task.id, sides: sidesOf(task), isWaiting: task.status === 'waiting' });
  }
}

/** Tasks of a case came into being, by a template or by hand. */
export class TasksMade {
  constructor(
    readonly of: Pick<Circumstances, 'country' | 'risk'>,
    readonly tasks: readonly Task[],
  ) {}
}

/** Everything before a task that another agency shall do is done: somebody of the case team may let it go. */
export class TaskReady {
  readonly eventId = randomUUID();
  readonly taskId: string;
  readonly sides: Sides;

  constructor(
    task: Task,
    readonly at: Date,
  ) {
    Object.assign(this, { taskId: task.id, sides: sidesOf(task) });
  }
}

/** Somebody has to be told of a task that is not done; who, is decided when the message is written. */
export class TaskReminderDue {
  readonly eventId = randomUUID();
  readonly taskId: string;
  readonly sides: Sides;
  /** Its owner does not know of it yet. */
  readonly isWaiting: boolean;
  readonly kind: string;
  /** Whom of the ladder it reaches; the same as the kind, but where somebody hears once more. */
  readonly to: string;

  constructor(
    task: Task,
    { kind, to }: { readonly kind: string; readonly to: string },
    /** When it was to be told: whoever was not told then is not kept waiting for another hour of theirs. */
    readonly plannedFor: Date,
    readonly at: Date,
  ) {
    Object.assign(this, { taskId: task.id, sides: sidesOf(task), isWaiting: task.status === 'waiting', kind, to });
  }
}
