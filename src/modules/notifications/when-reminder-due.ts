import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { ConcernFoundAfterClosure, FollowUpReminderDue, FollowUps } from '../follow-ups/index.ts';
import { People } from '../identity/index.ts';
import { type Message, supervisorsOf, Telling } from './telling.ts';

/** Tells whoever is responsible now: the worker, those who supervise the worker, and whoever is above them. */
@Injectable()
export class WhenReminderDue {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
    private readonly followUps: FollowUps,
  ) {}

  /** A case whose worker has left the unit goes to the supervisor at once: nobody else would hear of it. */
  @On(FollowUpReminderDue, { as: 'system' })
  async whenReminderDue(event: FollowUpReminderDue): Promise<void> {
    const {
      to,
      workerId,
      unitId,
      supervisorUnitId,
      followUpId: subjectId,
      dispatchId: causeId,
      kind,
      dueOn,
      plannedFor: cameUpAt,
      at: createdAt,
    } = event;
    const message = { causeId, kind, subjectType: 'follow-up', subjectId, dueOn, createdAt, cameUpAt } as const;
    if (to === 'worker') await this.telling.worker(workerId, unitId, supervisorUnitId, message);
    if (to === 'supervisor') await this.telling.post(supervisorsOf(supervisorUnitId), message);
    if (to === 'focal-point') await this.tellFocalPoints(unitId, message);
    if (to === 'coordinator') await this.tellCoordinators(event, message);
  }

  /** A closed case is nobody's daily work: whoever can take it up again hears at once. */
  @On(ConcernFoundAfterClosure, { as: 'system' })
  async whenConcernFound({ followUpId, workerId, unitId, supervisorUnitId, sealed, at }: ConcernFoundAfterClosure): Promise<void> {
    const about = { kind: 'concern-after-closure', subjectType: 'follow-up', subjectId: followUpId, dueOn: null } as const;
    const message = { causeId: followUpId, createdAt: at, ...about };
    if (sealed) await this.telling.worker(workerId, unitId, supervisorUnitId, message);
    else await this.telling.post(supervisorsOf(supervisorUnitId), message);
  }

  /** A focal point sees no case and nothing of it: what they hear is that a unit of their agency leaves something unanswered since a day. */
  private async tellFocalPoints(unitId: string, message: Message): Promise<void> {
    const about = { kind: 'unanswered', subjectType: 'unit', subjectId: unitId } as const;
    await this.telling.each(await this.people.focalPointsFor(unitId), { ...message, ...about });
  }

  /** A coordinator is told how many there are in an agency, and neither which nor since when. */
  private async tellCoordinators({ unitId, followUpId }: FollowUpReminderDue, message: Message): Promise<void> {
    const { agencyId, country, count: howMany } = await this.followUps.unansweredWith(followUpId, unitId);
    const about = { kind: 'overdue', subjectType: 'agency', subjectId: agencyId, dueOn: null, howMany } as const;
    await this.telling.count(await this.people.coordinatorsIn(country), { ...message, ...about });
  }
}
