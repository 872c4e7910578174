import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Reference } from '../../platform/reference.ts';
import { People } from '../identity/index.ts';
import { isByTheClock, TaskMoved, TaskReady, TaskReminderDue } from '../tasks/index.ts';
import { recipientsIn, supervisorsOf, Telling, type Message } from './telling.ts';

/** What the team hears of its owner's steps, and the owner of the team's. */
const toTheTeam: Readonly<Record<string, string>> = { block: 'blocked', resume: 'resumed', complete: 'done' };
const toTheOwner: Readonly<Record<string, string>> = {
  release: 'arrived',
  'pass-on': 'arrived',
  'release-claim': 'left-behind',
  return: 'returned',
  reopen: 'returned',
  cancel: 'cancelled',
};
/** News that asks nobody for anything: it waits for people's hours, however urgent the task. */
const canWait: readonly string[] = ['resumed', 'done', 'cancelled'];

/** Tells whoever has a task that it came, came back or ended, and the team what became of it; reminds of it, and lets it climb. */
@Injectable()
export class WhenTaskMoves {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
    private readonly reference: Reference,
  ) {}

  @On(TaskMoved, { as: 'system' })
  async whenMoved({ eventId: causeId, taskId: subjectId, move, sides, facts, at: createdAt }: TaskMoved): Promise<void> {
    const { ofTeam, claimedById, sealed } = sides;
    const isUrgent = this.isUrgent(sides);
    const kind = (ofTeam ? undefined : (toTheTeam[move] ?? toTheOwner[move])) ?? null;
    const about = { causeId, subjectType: 'task', subjectId, createdAt } as const;
    // Of the team's own task the supervisor hears that it is done, and looks; its worker knows the rest.
    if (ofTeam && move === 'complete' && !sealed)
      await this.telling.post(supervisorsOf(sides.supervisorUnitId), { ...about, kind: 'done', dueOn: null });
    if (move === 'give' && claimedById !== null)
      await this.telling.each([claimedById], { ...about, kind: 'given', dueOn: sides.dueOn, isUrgent });
    if (kind === null || facts.reason === 'case-closed') return;
    const message = { ...about, kind, dueOn: kind === 'arrived' ? sides.dueOn : null, isUrgent: isUrgent && !canWait.includes(kind) };
    if (move in toTheTeam) await this.telling.worker(sides.workerId, sides.unitId, sides.supervisorUnitId, message);
    else await this.owner(sides, message);
  }

  @On(TaskReady, { as: 'system' })
  async whenReady({ eventId: causeId, taskId: subjectId, sides, at: createdAt }: TaskReady): Promise<void> {
    const about = { causeId, subjectType: 'task', subjectId, createdAt } as const;
    const message = { ...about, kind: 'ready', dueOn: sides.dueOn, isUrgent: this.isUrgent(sides) };
    await this.telling.worker(sides.workerId, sides.unitId, sides.supervisorUnitId, message);
  }

  @On(TaskReminderDue, { as: 'system' })
  async whenReminderDue(event: TaskReminderDue): Promise<void> {
    const { eventId: causeId, taskId: subjectId, kind, to, sides, isWaiting, plannedFor: cameUpAt, at: createdAt } = event;
    const about = { causeId, kind, subjectType: 'task', subjectId, dueOn: sides.dueOn, createdAt, cameUpAt } as const;
    const isOwners = !sides.ofTeam && !isWaiting;
    // That somebody shall look, and that an agency is late, is for office hours.
    if (to === 'to-verify' || to === 'unverified') return this.verifiers(to, sides, { ...about, kind: to, dueOn: null });
    if (to === 'coordinator') return this.coordinators(sides.ownerAgencyId, about);
    const message = { ...about, isUrgent: this.isUrgent(sides) };
    if (to === 'focal-point') {
      // Only of what the agency knows; where there is no focal point the next step follows.
      if (isOwners) await this.telling.each(await this.people.holdingInAgency('focal-point', sides.ownerAgencyId), message);
      return;
    }
    if (to === 'supervisor' && !sides.sealed) {
      await this.telling.post(supervisorsOf(sides.supervisorUnitId), message);
      return;
    }
    if (isOwners && to !== 'supervisor') return this.owner(sides, message);
    await this.telling.worker(sides.workerId, sides.unitId, sides.supervisorUnitId, message);
  }

  /** What is due by the clock, and what whoever gave it calls urgent, is told at once, by night and on days off. */
  private isUrgent({ template, priority }: TaskMoved['sides']): boolean {
    return priority === 'urgent' || isByTheClock(this.reference.taskTemplate(template));
  }

  /**
   * Who looks whether a task is done: first its worker, then the supervisor. The team's own the supervisor looks at alone, for nobody
   * finds their own work done; of a sealed case only its worker may know.
   */
  private async verifiers(kind: string, sides: TaskMoved['sides'], message: Message): Promise<void> {
    if (!sides.sealed && (sides.ofTeam || kind === 'unverified')) await this.telling.post(supervisorsOf(sides.supervisorUnitId), message);
    if (!sides.ofTeam && (sides.sealed || kind === 'to-verify'))
      await this.telling.worker(sides.workerId, sides.unitId, sides.supervisorUnitId, message);
  }

  /** Who took it on, if they still work there; else everybody of the unit. */
  private async owner({ ownerUnitId, claimedById }: TaskMoved['sides'], message: Message): Promise<void> {
    const post = recipientsIn(ownerUnitId);
    const holders = await this.people.holding(post.roles, ownerUnitId);
    if (claimedById !== null && holders.includes(claimedById)) await this.telling.each([claimedById], message);
    else await this.telling.post(post, message);
  }

  /** A coordinator hears that an agency is late, once until it is read: how much, the figures say; which task, nobody tells. */
  private async coordinators(agencyId: string, message: Message): Promise<void> {
    const coordinators = await this.people.holdingInCountryOf('coordinator', agencyId);
    await this.telling.unaware(coordinators, { ...message, kind: 'tasks-late', subjectType: 'agency', subjectId: agencyId, dueOn: null });
  }
}
