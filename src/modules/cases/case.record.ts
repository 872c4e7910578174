import { type AliasIndex, aliasOf } from '../../kernel/alias.ts';
import { ageBandIds, countryCodes, everListed, regionCodes, shippedReference } from '../../platform/shipped-reference.ts';
import { fixed, my, part, record, shown } from '../../access/record.ts';
import { CaseCore } from './case-core.entity.ts';
import { CaseAnchor, CaseProfile, CaseSituation } from './case-parts.entity.ts';
import { CaseNeed, CaseNote } from './case-rows.entity.ts';
import { caseScopeFields, caseScopes, specialistScope } from './in-case-scope.ts';
import { caseLifecycle, openStates } from './case.lifecycle.ts';

/** The two words by which the team remembers the case; they say nothing about the person. */
function aliasText(index: number): string {
  return aliasOf(index as AliasIndex, shippedReference().aliasWords('en'));
}

/** The case as its owning team works on it. `team` and `anchor` are for that team alone, whatever else is granted. */
export const CaseRecord = record('case', CaseCore, {
  codes: {
    phase: everListed('phase'),
    priority: everListed('case-priority'),
    risk: everListed('risk-level'),
    country: countryCodes,
    closureReason: everListed('closure-reason'),
    sealReason: everListed('case-seal-reason'),
    legalBasis: everListed('legal-basis'),
    ageBand: ageBandIds,
    sex: everListed('sex'),
    language: everListed('language'),
    region: regionCodes,
    householdBand: everListed('household-band'),
    roles: everListed('person-role'),
    origin: everListed('origin'),
    preferredWorkerSex: everListed('preferred-worker-sex'),
    careArrangement: everListed('care-arrangement'),
    schoolState: everListed('school-state'),
    livelihoodState: everListed('livelihood-state'),
    housingState: everListed('housing-state'),
  },
  fields: {
    id: fixed('F0'),
    code: fixed('F0'),
    alias: shown('team', aliasText),
    status: fixed('F0'),
    phase: fixed('F0'),
    priority: 'F0',
    risk: fixed('F0'),
    riskSetOn: fixed('F0'),
    riskExpiresOn: fixed('F0'),
    country: fixed('F0'),
    workerId: fixed('F0'),
    unitId: fixed('F0'),
    supervisorUnitId: fixed('F0'),
    specialistUnitId: fixed('F0'),
    specialistReferralId: fixed('F0'),
    sealed: fixed('F0'),
    sealReason: fixed('F0'),
    closureReason: fixed('F0'),
    closureRequestedById: fixed('F0'),
    legalBasis: fixed('F9'),
    version: fixed('internal'),
  },
  parts: [
    part(CaseProfile, 'caseId', {
      ageBand: fixed('F1'),
      sex: 'F1',
      language: 'F1',
      interpreterNeeded: 'F1',
      region: 'F1',
      householdBand: 'F1',
      disabilityFlag: 'F1',
      roles: 'F1',
      origin: 'F1',
      preferredWorkerSex: 'F1',
    }),
    part(CaseAnchor, 'caseId', {
      arrivedOn: fixed('anchor'),
      registeredOn: fixed('anchor'),
      placedOn: 'anchor',
      birthQuarter: fixed('anchor'),
      district: 'anchor',
    }),
    part(CaseSituation, 'caseId', { careArrangement: 'F2', schoolState: 'F2', livelihoodState: 'F2', housingState: 'F2' }),
  ],
  scopes: {
    all: {},
    ...caseScopes,
    mineSealed: { workerId: my('userId'), sealed: true },
    ...specialistScope,
  },
  lifecycle: caseLifecycle,
  edits: { from: openStates, refuseOtherwise: (found) => found.refuseWhenClosed() },
  deeds: [
    'set-risk',
    'expire-risk',
    'leave-health-to',
    'assign',
    'seal',
    'unseal',
    'hand-over-sealed',
    'move-phase',
    'request-closure',
    'refuse-closure',
    'add-need',
    'add-note',
    'add-disclosure',
    'add-protection',
    'add-consent',
    'refer',
    're-route',
    'add-task',
  ],
  deedsFrom: {
    'set-risk': openStates,
    assign: openStates,
    seal: openStates,
    'move-phase': openStates,
    'request-closure': openStates,
    'refuse-closure': openStates,
    'add-need': openStates,
    'add-note': openStates,
    'add-disclosure': openStates,
    'add-protection': openStates,
    'add-consent': openStates,
    refer: openStates,
    'add-task': openStates,
  },
});

/** What the person needs, domain by domain. */
export const NeedRecord = record('need', CaseNeed, {
  codes: {
    domain: everListed('plan-domain'),
    needCode: everListed('need'),
    severity: everListed('need-severity'),
    status: everListed('need-status'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('F2'),
    caseId: fixed('F2'),
    domain: fixed('F2'),
    needCode: fixed('F2'),
    severity: 'F2',
    notedOn: fixed('F2'),
    status: 'F2',
    version: fixed('internal'),
  },
  scopes: caseScopes,
});

/** The team's notes. */
export const NoteRecord = record('note', CaseNote, {
  fields: { ...caseScopeFields, id: fixed('F6'), caseId: fixed('F6'), note: fixed('F6'), authorId: fixed('F6'), notedOn: fixed('F6') },
  scopes: caseScopes,
});
