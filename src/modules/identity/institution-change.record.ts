import { fixed, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { InstitutionChange, institutionChangeKinds } from './institution-change.entity.ts';

/** The history of agencies and units: everybody who is signed in knows under which name something was done, the administrator who changed it. */
export const InstitutionChangeRecord = record('institution-change', InstitutionChange, {
  codes: { kind: institutionChangeKinds, reason: everListed('institution-closing-reason') },
  fields: {
    id: fixed('facts'),
    agencyId: fixed('facts'),
    unitId: fixed('facts'),
    kind: fixed('facts'),
    was: fixed('facts'),
    became: fixed('facts'),
    reason: fixed('facts'),
    byId: fixed('author'),
    at: fixed('facts'),
  },
  scopes: { all: {} },
});
