import { Covered, Has, My } from '../../src/access/record.ts';
import { conditionsOf, type Role } from '../../src/access/role.ts';
import { TaskRecord } from '../../src/modules/tasks/index.ts';
import { taskLifecycle } from '../../src/modules/tasks/task.lifecycle.ts';
import { roles } from '../../src/policy/index.ts';

/** What decides whether somebody may do something to a task. */
export interface TaskStanding {
  readonly workerId: string;
  readonly supervisorUnitId: string;
  readonly sealed: boolean;
  readonly ownerUnitId: string;
  readonly ownerAgencyId: string;
  readonly ofTeam: boolean;
  readonly packageOpen: boolean;
  readonly status: string;
  readonly claimedById: string | null;
  readonly doneById: string | null;
}

/** Whoever asks, as the law knows them. */
export interface TaskAsking {
  readonly role: string;
  readonly id: string;
  readonly unitId: string;
  readonly agencyId: string;
}

/** Every state a task can be in, from its table. */
export const states = taskLifecycle.states();

const reasons: Readonly<Record<string, string>> = {
  ...{ drop: 'not-applicable', cancel: 'need-met', block: 'decision-pending', return: 'evidence-missing', reopen: 'more-to-do' },
};

/** Every deed there is a route for, and what is sent along. */
export const moves = (there: {
  readonly personId: string;
  readonly unitId: string;
}): { readonly deed: string; readonly body: object }[] => [
  ...['release', 'claim', 'unclaim', 'begin', 'resume', 'verify'].map((deed) => ({ deed, body: {} })),
  ...Object.entries(reasons).map(([deed, reason]) => ({ deed, body: { reason } })),
  { deed: 'complete', body: { evidenceCode: 'enrolled', evidenceText: 'Has a place.' } },
  { deed: 'give', body: { personId: there.personId } },
  { deed: 'pass-on', body: { unitId: there.unitId } },
];

const claimersOwn = ['unclaim', 'begin', 'block', 'resume', 'complete'];

/** The status that the law and the table of states promise for one deed. */
export function promised(who: TaskAsking, row: TaskStanding, deed: string): number {
  const held = grantsHeld(who, row);
  if (!held.some(({ see }) => see.length > 0)) return 404;
  if (!held.some((grant) => grant.do.includes(deed))) return 403;
  if (taskLifecycle.knows(deed) && !taskLifecycle.movesFrom(row.status as never).includes(deed)) return 409;
  if (deed === 'give')
    return taskLifecycle.movesFrom(row.status as never).includes('pass-on') ? (who.unitId === row.ownerUnitId ? 200 : 400) : 409;
  if (claimersOwn.includes(deed) && !row.ofTeam && row.claimedById !== who.id) return 409;
  if (deed === 'verify' && (row.doneById === who.id || (row.ownerAgencyId === who.agencyId && who.role !== 'supervisor'))) return 403;
  return 200;
}

function grantsHeld(who: TaskAsking, row: TaskStanding) {
  const role = roles.find(({ name }) => name === who.role);
  return (role?.grants ?? []).filter(({ record, scope }) => {
    if (record !== TaskRecord) return false;
    return Object.entries(conditionsOf(role as Role, record, scope)).every(([column, wanted]) => {
      const value = (row as unknown as Record<string, unknown>)[column];
      if (wanted instanceof My) return value === who[wanted.property];
      // Nobody here stands in for anybody.
      if (wanted instanceof Covered) return false;
      if (wanted instanceof Has) return (value as readonly string[]).includes(who[wanted.mine.property]);
      return typeof wanted === 'object' ? wanted.$in.includes(value as string) : value === wanted;
    });
  });
}
