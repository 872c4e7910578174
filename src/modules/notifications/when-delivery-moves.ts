import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { DeliveryAnswered, DeliveryLogged } from '../deliveries/index.ts';
import { People } from '../identity/index.ts';
import { recipientsIn, supervisorsOf, Telling } from './telling.ts';

/** What the case's worker hears of a service that was logged; most of them are no news. */
function newsOf({ isFirst, tookPlace, corrected }: DeliveryLogged): string | null {
  if (corrected !== null) return corrected.wasDisputed() ? 'corrected' : null;
  if (!tookPlace) return 'not-attended';
  return isFirst ? 'begun' : null;
}

/** Tells the team that help has begun or that the person did not come, and whoever logged a service that it is disputed. */
@Injectable()
export class WhenDeliveryMoves {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
  ) {}

  @On(DeliveryLogged, { as: 'system' })
  async whenLogged(event: DeliveryLogged): Promise<void> {
    const { id: subjectId, status, sealed, workerId, unitId, supervisorUnitId } = event.delivery;
    const about = { subjectType: 'delivery', subjectId, dueOn: null, createdAt: event.at } as const;
    const isSupervisors = status === 'late' && !sealed;
    // The row itself is the cause of this one: the same person may hear of the event too.
    if (isSupervisors) await this.telling.post(supervisorsOf(supervisorUnitId), { ...about, causeId: subjectId, kind: 'late' });
    const kind = status === 'late' && sealed ? 'late' : newsOf(event);
    if (kind !== null) await this.telling.worker(workerId, unitId, supervisorUnitId, { ...about, causeId: event.eventId, kind });
  }

  @On(DeliveryAnswered, { as: 'system' })
  async whenAnswered({ eventId: causeId, delivery, move, at: createdAt }: DeliveryAnswered): Promise<void> {
    if (move !== 'dispute') return;
    const { id: subjectId, toUnitId, authorId } = delivery;
    const message = { causeId, kind: 'disputed', subjectType: 'delivery', subjectId, dueOn: null, createdAt } as const;
    const post = recipientsIn(toUnitId);
    // Who logged it, if they still work there and are no program; else everybody of the unit.
    const holders = await this.people.holding(post.roles, toUnitId);
    if (authorId !== null && holders.includes(authorId)) await this.telling.each([authorId], message);
    else await this.telling.post(post, message);
  }
}
