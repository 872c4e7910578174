import type { CaseCore } from './case-core.entity.ts';

/** The columns by which every row of a case is judged. */
export type CaseScope = Pick<CaseCore, 'workerId' | 'unitId' | 'supervisorUnitId' | 'specialistUnitId' | 'sealed'>;

/** The columns by which every row of a case is judged, as the case has them. */
export function scopeOf(core: CaseCore): CaseScope {
  const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = core;
  return { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
}
