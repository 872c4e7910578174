import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { On } from '../../platform/events.ts';
import { Cases } from '../cases/index.ts';
import { PersonSuspended } from '../identity/index.ts';
import { supervisorsOf, Telling } from './telling.ts';

/**
 * Tells those who can give cases to somebody else how many have nobody, once their worker is shut out. The supervisors of the unit are
 * told whether there are any or not: there may be sealed ones, which they hand over unseen (ADR 0022).
 */
@Injectable()
export class WhenPersonSuspended {
  constructor(
    private readonly telling: Telling,
    private readonly cases: Cases,
  ) {}

  @On(PersonSuspended, { as: 'system' })
  async whenSuspended({ personId, role, unitId: ownUnitId, at: createdAt }: PersonSuspended): Promise<void> {
    if (role !== 'social-worker') return;
    const open = new Map([[ownUnitId, 0]]);
    for (const { supervisorUnitId, howMany } of await this.cases.openOf(personId)) open.set(supervisorUnitId, howMany);
    for (const [unitId, howMany] of open) {
      const about = { causeId: randomUUID(), subjectType: 'unit', subjectId: unitId, dueOn: null, createdAt, isUrgent: true } as const;
      const told = howMany > 0 ? { kind: 'cases-without-worker', howMany } : { kind: 'worker-shut-out' };
      await this.telling.post(supervisorsOf(unitId), { ...about, ...told });
    }
  }
}
