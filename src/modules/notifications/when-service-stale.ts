import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { ServiceGrewStale } from '../directory/index.ts';
import { People } from '../identity/index.ts';
import { Telling } from './telling.ts';

/** Tells an agency that a service of its own has to be confirmed anew. Nothing of it is about a person who is served. */
@Injectable()
export class WhenServiceStale {
  constructor(
    private readonly telling: Telling,
    private readonly people: People,
  ) {}

  @On(ServiceGrewStale, { as: 'system' })
  async whenStale(event: ServiceGrewStale): Promise<void> {
    const { eventId: causeId, serviceId: subjectId, wasConfirmed, at: createdAt } = event;
    const kind = wasConfirmed ? 'stale' : 'never-confirmed';
    await this.telling.each(await this.hearers(event), { causeId, kind, subjectType: 'service', subjectId, dueOn: null, createdAt });
  }

  /** Its focal points and the contact of the service; where there are none, the partner's people of its unit; else who keeps the directory. */
  private async hearers({ agencyId, receivingUnitId, contactIds }: ServiceGrewStale): Promise<readonly string[]> {
    const answering = [...new Set([...(await this.people.holdingInAgency('focal-point', agencyId)), ...contactIds])];
    if (answering.length > 0) return answering;
    const ofUnit = await this.people.holding(['partner-worker'], receivingUnitId);
    return ofUnit.length > 0 ? ofUnit : this.people.administrators();
  }
}
