import { fixed, record } from '../../access/record.ts';
import { regionCodes } from '../../platform/shipped-reference.ts';
import { Unit } from './unit.entity.ts';

/** What can be granted on units. */
export const UnitRecord = record('unit', Unit, {
  codes: { region: regionCodes },
  fields: {
    id: 'id',
    agencyId: fixed('facts'),
    parentUnitId: fixed('facts'),
    name: 'facts',
    region: 'facts',
    active: fixed('facts'),
    worksWithoutAccounts: 'reach',
    version: 'internal',
  },
  scopes: { all: {} },
});
