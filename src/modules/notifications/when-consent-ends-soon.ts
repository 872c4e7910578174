import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { ConsentEnds } from '../consent/index.ts';
import { Telling } from './telling.ts';

/** Tells the worker of a case that a consent ends soon, so that nothing is called off which the person still wants. */
@Injectable()
export class WhenConsentEndsSoon {
  constructor(private readonly telling: Telling) {}

  @On(ConsentEnds, { as: 'system' })
  async whenEnding({ eventId: causeId, consentId, validTo: dueOn, workerId, unitId, supervisorUnitId, at }: ConsentEnds): Promise<void> {
    const message = { causeId, kind: 'ends-soon', subjectType: 'consent', subjectId: consentId, dueOn, createdAt: at } as const;
    await this.telling.worker(workerId, unitId, supervisorUnitId, message);
  }
}
