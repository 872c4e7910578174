import type { CaseRecord, CaseScope } from '../../src/modules/cases/index.ts';

export type CaseCore = InstanceType<typeof CaseRecord.entity>;

/** The columns by which every row of a case is judged, as the case has them. A row that brings them along needs no trigger to look them up. */
export function scopeOf({ workerId, unitId, supervisorUnitId, specialistUnitId, sealed }: CaseCore): CaseScope {
  return { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
}
