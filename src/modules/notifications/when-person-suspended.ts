import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { PersonSuspended } from '../identity/index.ts';
import { supervisorsOf, Telling } from './telling.ts';

/** Tells those who can give cases to somebody else how many have nobody, once their worker is shut out. */
@Injectable()
export class WhenPersonSuspended {
  constructor(
    private readonly telling: Telling,
    private readonly cases: Cases,
  ) {}

  @On(PersonSuspended, { as: 'system' })
  async whenSuspended({ personId, at: createdAt }: PersonSuspended): Promise<void> {
    for (const { supervisorUnitId: unitId, howMany } of await this.cases.openOf(personId)) {
      const about = { causeId: randomUUID(), kind: 'cases-without-worker', subjectType: 'unit', subjectId: unitId } as const;
      await this.telling.post(supervisorsOf(unitId), { ...about, dueOn: null, howMany, createdAt, isUrgent: true });
    }
  }
}
