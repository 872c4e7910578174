import { fixed, record } from '../../access/record.ts';
import { everListed, regionCodes } from '../../platform/shipped-reference.ts';
import { Unit } from './unit.entity.ts';

/** What can be granted on units. */
export const UnitRecord = record('unit', Unit, {
  codes: { region: regionCodes, closedReason: everListed('institution-closing-reason') },
  fields: {
    id: 'id',
    agencyId: fixed('facts'),
    parentUnitId: fixed('facts'),
    name: 'facts',
    region: 'facts',
    active: fixed('facts'),
    worksWithoutAccounts: 'reach',
    closedReason: fixed('facts'),
    version: 'internal',
  },
  scopes: { all: {} },
  deeds: ['place', 'close', 'reopen'],
});
