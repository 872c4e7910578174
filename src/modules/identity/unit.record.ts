import { fixed, record } from '../../access/record.ts';
import { Unit } from './unit.entity.ts';

/** What can be granted on units. */
export const UnitRecord = record('unit', Unit, {
  fields: {
    id: 'id',
    agencyId: fixed('facts'),
    parentUnitId: fixed('facts'),
    name: 'facts',
    region: 'facts',
    active: fixed('facts'),
    version: 'internal',
  },
  scopes: { all: {} },
});
