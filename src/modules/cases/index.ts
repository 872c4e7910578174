/** The case of one person who came back: code, coarse profile, needs, lifecycle, who is responsible. */
export { CasesModule } from './cases.module.ts';
export { CaseRecord, NeedRecord, NoteRecord } from './case.record.ts';
export { ClinicalRecord, DisclosureRecord, HealthRecord, ProtectionRecord } from './sensitive.record.ts';
export { ChangeRecord, TimelineRecord } from './told.record.ts';
export {
  CaseAssigned,
  CaseClosed,
  CaseEdited,
  CasePhaseMoved,
  CaseRegistered,
  CaseReopened,
  CaseRiskExpired,
  CaseRiskSet,
  CaseSealed,
  NeedAdded,
} from './case.events.ts';
export { caseScopeFields, caseScopes, type CaseScope, InCaseScope } from './in-case-scope.ts';
export { Cases } from './cases.ts';
export { type Portrait } from './portrait.ts';
export { CaseConditions } from './case-conditions.ts';
