import { Column } from 'typeorm';
import { coveredByMe, fixed, my } from '../../access/record.ts';
import type { CaseCore } from './case-core.entity.ts';

/** A row that belongs to a case and is judged as the case is: the database itself keeps these columns equal to the case's own. */
export abstract class InCaseScope {
  @Column('uuid', { nullable: true }) workerId: string | null;
  @Column('uuid') unitId: string;
  @Column('uuid') supervisorUnitId: string;
  @Column('uuid', { nullable: true }) specialistUnitId: string | null;
  @Column('boolean') sealed: boolean;
}

/** The columns by which every row of a case is judged. */
export type CaseScope = Pick<CaseCore, keyof InCaseScope>;

/** Those columns as the case has them. */
export function scopeOf(core: CaseCore): CaseScope {
  const { workerId, unitId, supervisorUnitId, specialistUnitId, sealed } = core;
  return { workerId, unitId, supervisorUnitId, specialistUnitId, sealed };
}

/** Their classification where they are nothing but that: nobody reads them. */
export const caseScopeFields = {
  workerId: fixed('internal'),
  unitId: fixed('internal'),
  supervisorUnitId: fixed('internal'),
  specialistUnitId: fixed('internal'),
  sealed: fixed('internal'),
} as const;

/**
 * The rows of the cases of a colleague who is away, for whoever stands in today: as far as both work where the case is looked after, and
 * never where a seal leaves it to its worker alone.
 */
const covered = { workerId: coveredByMe, unitId: my('unitId'), sealed: false } as const;

/** The rows of a case that its owning team can be granted. */
export const caseScopes = {
  mine: { workerId: my('userId') },
  covered,
  myTeam: { supervisorUnitId: my('unitId'), sealed: false },
} as const;

/** The rows of a case that the unit of specialists who care for the person can be granted; a seal closes them to it as to the team. */
export const specialistScope = {
  inOurCare: { specialistUnitId: my('unitId'), sealed: false },
} as const;
