import { fixed, record } from '../../access/record.ts';
import { countryCodes, everListed } from '../../platform/shipped-reference.ts';
import { Agency } from './agency.entity.ts';

/** What can be granted on agencies. */
export const AgencyRecord = record('agency', Agency, {
  codes: { type: everListed('agency-type'), country: countryCodes, closedReason: everListed('institution-closing-reason') },
  fields: {
    id: 'id',
    code: fixed('facts'),
    name: 'facts',
    type: fixed('facts'),
    country: fixed('facts'),
    active: fixed('facts'),
    closedReason: fixed('facts'),
    version: 'internal',
  },
  scopes: { all: {} },
  deeds: ['close', 'reopen'],
});
