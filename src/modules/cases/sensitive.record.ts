import { everListed } from '../../platform/shipped-reference.ts';
import { fixed, has, my, record } from '../../access/record.ts';
import { CaseClinicalEntry, CaseHealth } from './case-health.entity.ts';
import { CaseDisclosure, CaseProtection } from './case-safety.entity.ts';
import { caseScopeFields, caseScopes, specialistScope } from './in-case-scope.ts';

/** Rows of health that the owning team may write, or read whole: those written where no specialist keeps them. */
const openToTeam = {
  mineOpen: { workerId: my('userId'), specialistsOnly: false },
  coveredOpen: { ...caseScopes.covered, specialistsOnly: false },
  myTeamOpen: { supervisorUnitId: my('unitId'), sealed: false, specialistsOnly: false },
} as const;

/** The coded summary of somebody's health: field group F3a. */
export const HealthRecord = record('health-summary', CaseHealth, {
  codes: {
    codedNeeds: everListed('health-need'),
    functioningDomains: everListed('functioning-domain'),
    recommendedAction: everListed('health-action'),
    flags: everListed('health-flag'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('F3a'),
    caseId: fixed('F3a'),
    codedNeeds: 'F3a',
    functioningDomains: 'F3a',
    recommendedAction: 'F3a',
    flags: 'F3a',
    specialistsOnly: fixed('F3a'),
  },
  scopes: { ...caseScopes, ...specialistScope, ...openToTeam },
});

/** Clinical notes and scores: field group F3b, the specialists' own. */
export const ClinicalRecord = record('clinical-entry', CaseClinicalEntry, {
  codes: { instrument: everListed('screening-instrument') },
  fields: {
    ...caseScopeFields,
    id: fixed('F3b'),
    caseId: fixed('F3b'),
    note: fixed('F3b'),
    instrument: fixed('F3b'),
    score: fixed('F3b'),
    notedOn: fixed('F3b'),
    authorId: fixed('F3b'),
    specialistsOnly: fixed('F3b'),
  },
  scopes: { ...specialistScope, ...openToTeam },
});

/**
 * What was told: field group F3c. Nobody has it by team; the author has it, and whom the author named, each as long as
 * they work where the case is looked after. A seal closes it to all of them but the worker of the case.
 */
export const DisclosureRecord = record('case-disclosure', CaseDisclosure, {
  codes: { typeCode: everListed('disclosure-type'), action: everListed('disclosure-action') },
  fields: {
    ...caseScopeFields,
    id: fixed('F3c'),
    caseId: fixed('F3c'),
    typeCode: fixed('F3c'),
    reportedOn: fixed('F3c'),
    authorId: fixed('F3c'),
    readerIds: fixed('F3c'),
    action: 'F3c',
    version: fixed('internal'),
  },
  scopes: {
    writtenOnMine: { authorId: my('userId'), workerId: my('userId'), unitId: my('unitId') },
    writtenOnCovered: { authorId: my('userId'), ...caseScopes.covered },
    written: { authorId: my('userId'), unitId: my('unitId'), sealed: false },
    namedOnMine: { readerIds: has(my('userId')), workerId: my('userId'), unitId: my('unitId') },
    namedInUnit: { readerIds: has(my('userId')), unitId: my('unitId'), sealed: false },
    namedSupervisor: { readerIds: has(my('userId')), supervisorUnitId: my('unitId'), sealed: false },
    namedSpecialist: { readerIds: has(my('userId')), specialistUnitId: my('unitId'), sealed: false },
  },
  deeds: ['name-readers'],
});

/** Protection: field group F5; the level, which the supervisor sets too, is the state of the safety plan. */
export const ProtectionRecord = record('protection', CaseProtection, {
  codes: {
    protectionRiskReasons: everListed('protection-risk-reason'),
    safetyPlanState: everListed('safety-plan-state'),
    safeContact: everListed('safe-contact'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('F5'),
    caseId: fixed('F5'),
    protectionRiskReasons: 'F5',
    safetyPlanState: 'F5-level',
    safeContact: 'F5',
  },
  scopes: caseScopes,
});
