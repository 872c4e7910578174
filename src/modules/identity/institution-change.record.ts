import { fixed, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { InstitutionChange, institutionChangeKinds } from './institution-change.entity.ts';

/** The history of agencies and units: everybody who is signed in knows under which name something was done. Who changed it, the access log says. */
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
    at: fixed('facts'),
  },
  scopes: { all: {} },
});
