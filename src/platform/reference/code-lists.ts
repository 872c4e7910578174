import { type Check, type Checked, id, list, object, oneOf, text, textLike, truth, uniqueBy, whole } from './checks.ts';
import { file } from './file.ts';

/** A code may be retired, never deleted: old records keep it, new ones cannot choose it. */
const retirement = { retired: truth, replacedBy: id };
const naming = { id, en: text };

const plain = object(naming, retirement);
const withMore = <R extends Record<string, Check<unknown>>, O extends Record<string, Check<unknown>>>(more: R, perhaps: O) =>
  object({ ...naming, ...more }, { ...retirement, ...perhaps });

/** What an account of an agency of some type can be. */
export const role = oneOf(
  'social-worker',
  'supervisor',
  'specialist',
  'ministry-officer',
  'focal-point',
  'partner-worker',
  'coordinator',
  'privacy-officer',
  'auditor',
  'administrator',
);

const agencyType = withMore(
  {
    mayHoldAccounts: truth,
    mayOwnChildCases: truth,
    mayOwnAdultCases: truth,
    mayReceiveReferrals: truth,
    // Of how many people at least a figure about such an agency may be.
    figuresFrom: whole(5),
    sees: oneOf('package', 'package-documents-only', 'aggregates', 'aggregates-and-escalations', 'nothing'),
    roles: list(role),
  },
  {},
);
const serviceType = withMore(
  { domain: id, agencyTypes: list(id, 1), template: id, consentScopes: list(id, 1) },
  { fromAge: whole(0, 120), assentRequired: truth },
);
// Whether somebody asks how things go after a case was closed for this reason, if that was agreed to.
const closureReason = withMore(
  { recontact: truth },
  { notAtRisk: list(id, 1), attempts: object({ atLeast: whole(1), withinDays: whole(1) }) },
);
const phase = withMore({ order: whole(0, 20) }, { maxDays: whole(1) });
const language = object({ ...naming, id: textLike(/^([a-z]{2,3}|other)$/, 'an ISO 639 code') }, { ...retirement, rightToLeft: truth });

/** Every code list there must be, and what its codes carry beside id, label and retirement. The file has the name of the list. */
const CODES = {
  'agency-type': agencyType,
  'approval-decline-reason': plain,
  'assent-answer': plain,
  attendance: withMore({ tookPlace: truth }, {}),
  'care-arrangement': plain,
  'case-priority': plain,
  'case-seal-reason': plain,
  'check-answer': plain,
  'child-views': plain,
  'child-views-reason': plain,
  'client-confirmation': plain,
  'complaint-kind': withMore({ urgent: truth }, {}),
  'complaint-outcome': plain,
  'closure-reason': closureReason,
  'consent-form': plain,
  'consent-given-by': plain,
  'consent-override-reason': plain,
  'consent-override-refusal': plain,
  'consent-scope': withMore({ recipient: oneOf('none', 'agency-and-service') }, {}),
  'delivery-dispute-reason': plain,
  'delivery-duplicate-reason': plain,
  'delivery-mode': plain,
  'delivery-withdraw-reason': plain,
  'disclosure-action': plain,
  'disclosure-type': plain,
  'document-kind': plain,
  'document-route': plain,
  'document-state': plain,
  'duration-band': plain,
  'feedback-answer': plain,
  'feedback-asked-for': withMore({}, { complaint: id }),
  'follow-up-move-reason': plain,
  'follow-up-result': plain,
  'follow-up-type': withMore(
    { results: list(id), asksForm: truth, childViews: oneOf('needed', 'offered', 'never'), mayBeWaived: truth, mayBeMoved: truth },
    {},
  ),
  'follow-up-waive-reason': withMore({ by: oneOf('worker', 'system') }, {}),
  'functioning-domain': plain,
  'health-action': plain,
  'health-flag': plain,
  'health-need': plain,
  'household-band': plain,
  'household-role': plain,
  'housing-state': plain,
  'institution-closing-reason': plain,
  'kinship-method': plain,
  language,
  'legal-basis': withMore({}, { overridesConsent: truth }),
  'livelihood-state': plain,
  'mail-delivery': plain,
  need: withMore({ domain: id }, { services: list(id, 1) }),
  'need-severity': plain,
  'need-status': plain,
  'no-units-reason': plain,
  origin: plain,
  outcome: plain,
  'person-role': plain,
  phase,
  'plan-domain': plain,
  'preferred-worker-sex': plain,
  'protection-risk-reason': plain,
  'referral-cancel-reason': withMore({ by: list(oneOf('sender', 'supervisor', 'recipient', 'system'), 1) }, {}),
  'referral-duplicate-reason': plain,
  'referral-fail-reason': plain,
  'referral-hold-reason': plain,
  'referral-message-subject': withMore({ wantsAnswer: truth, needsText: truth }, {}),
  'referral-next-step': withMore({ kind: oneOf('referral', 'other-way', 'need-gone'), by: oneOf('worker', 'system') }, {}),
  'referral-re-route-reason': plain,
  'referral-reject-reason': plain,
  'referral-urgency': plain,
  'risk-level': withMore({}, { treatedAs: id }),
  'safe-contact': plain,
  'safety-plan-state': plain,
  'school-state': plain,
  'screening-instrument': plain,
  'service-status': plain,
  'service-type': serviceType,
  sex: plain,
  'task-block-reason': plain,
  'task-cancel-reason': plain,
  'task-condition': plain,
  'task-evidence': plain,
  'task-goal': plain,
  'task-over-limit-reason': plain,
  'task-reopen-reason': plain,
  'task-return-reason': plain,
  'timeline-kind': plain,
} as const;

/** The name of a code list. */
export type CodeList = keyof typeof CODES;
/** A code of a list: its id is what is stored, `en` is its English label. */
export type CodeOf<L extends CodeList> = Checked<(typeof CODES)[L]>;
/** What every code of every list has. */
export type Code = Checked<typeof plain>;

/** All code lists there must be. */
export const CODE_LISTS = Object.keys(CODES) as readonly CodeList[];

/** Checks the file of a code list. */
export function codeListFile(name: CodeList) {
  return file({ codes: uniqueBy<Code>('id', list<Code>(CODES[name] as Check<Code>, 1)) });
}
