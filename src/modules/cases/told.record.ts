import { asRead, fixed, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { Change } from './change.entity.ts';
import { caseScopeFields, caseScopes } from './in-case-scope.ts';
import { TimelineEntry } from './timeline-entry.entity.ts';

const toldFields = {
  ...caseScopeFields,
  caseId: fixed('entry'),
  at: fixed('entry'),
  fieldGroup: fixed('internal'),
  actorId: fixed('entry'),
  actorRole: fixed('entry'),
  actorUnitId: fixed('entry'),
  onBehalfOf: fixed('entry'),
} as const;

/** What is told of a record is read as the record is: by whoever reads that group of it, on the same cases, now. */
const asReadScopes = {
  mine: { ...caseScopes.mine, fieldGroup: asRead },
  covered: { ...caseScopes.covered, fieldGroup: asRead },
  myTeam: { ...caseScopes.myTeam, fieldGroup: asRead },
} as const;

/** The change log of a case: who changed which field from what to what. */
export const ChangeRecord = record('change', Change, {
  codes: { action: () => ['create', 'edit'] },
  fields: {
    ...toldFields,
    id: fixed('entry'),
    action: fixed('entry'),
    record: fixed('entry'),
    recordId: fixed('entry'),
    changes: fixed('entry'),
  },
  scopes: asReadScopes,
});

/** The timeline of a case: what was done, one line each. */
export const TimelineRecord = record('timeline-entry', TimelineEntry, {
  codes: { kind: everListed('timeline-kind') },
  fields: {
    ...toldFields,
    id: fixed('entry'),
    kind: fixed('entry'),
    subjectId: fixed('entry'),
    details: fixed('entry'),
    reason: fixed('entry'),
  },
  scopes: { all: {}, ...asReadScopes },
});
