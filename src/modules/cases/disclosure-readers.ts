import { Injectable } from '@nestjs/common';
import { invalidInput } from '../../kernel/problem.ts';
import { Database } from '../../platform/database/database.ts';
import { system } from '../../platform/system.ts';
import { People } from '../identity/index.ts';
import type { CaseScope } from './in-case-scope.ts';

/** Who can be named as a reader of what was told: only somebody who could serve the case. */
@Injectable()
export class DisclosureReaders {
  constructor(
    private readonly database: Database,
    private readonly people: People,
  ) {}

  /** Refuses whoever works neither in the case's unit, nor over it, nor among the specialists who care for the person. */
  async refuseUnfit(
    { unitId, supervisorUnitId, specialistUnitId }: Omit<CaseScope, 'workerId' | 'sealed'>,
    readerIds: readonly string[],
  ): Promise<void> {
    if (readerIds.length === 0) return;
    const posts = [
      { role: 'social-worker', unitId },
      { role: 'supervisor', unitId: supervisorUnitId },
      ...(specialistUnitId === null ? [] : [{ role: 'specialist', unitId: specialistUnitId }]),
    ];
    // The author knows colleagues only: the system knows whether a specialist of another agency is one.
    const fit = await this.database.as(system, () => this.people.inPosts(readerIds, posts));
    if (fit.length < readerIds.length) throw invalidInput({ field: 'readerIds', code: 'not-of-the-case' });
  }
}
