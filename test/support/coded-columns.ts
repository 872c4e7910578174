import { readFileSync } from 'node:fs';
import { Policy } from '../../src/access/role.ts';
import { caseLifecycle } from '../../src/modules/cases/case.lifecycle.ts';
import { consentLifecycle } from '../../src/modules/consent/consent.lifecycle.ts';
import { clientRoles, clientScopeNames } from '../../src/modules/identity/client-scopes.ts';
import { protocolLifecycle } from '../../src/modules/consent/protocol.lifecycle.ts';
import { deliveryLifecycle } from '../../src/modules/deliveries/delivery.lifecycle.ts';
import { followUpLifecycle } from '../../src/modules/follow-ups/follow-up.lifecycle.ts';
import { serviceImportLifecycle } from '../../src/modules/directory/service-import.lifecycle.ts';
import { mailLifecycle } from '../../src/modules/notifications/mail.lifecycle.ts';
import { institutionChangeKinds } from '../../src/modules/identity/institution-change.entity.ts';
import { gaugeNames } from '../../src/modules/notifications/gauges/gauge.entity.ts';
import { webhookKinds } from '../../src/modules/notifications/webhooks/webhook-message.entity.ts';
import { webhookLifecycle, webhookMessageLifecycle } from '../../src/modules/notifications/webhooks/webhook.lifecycle.ts';
import { MailRecord } from '../../src/modules/notifications/index.ts';
import { taskLifecycle } from '../../src/modules/tasks/task.lifecycle.ts';
import { overrideLifecycle } from '../../src/modules/referrals/consent-override.lifecycle.ts';
import { awaitable } from '../../src/modules/referrals/referral-clock.entity.ts';
import { referralLifecycle } from '../../src/modules/referrals/referral.lifecycle.ts';
import { complaintLifecycle } from '../../src/modules/feedback/complaint.lifecycle.ts';
import { slipLifecycle } from '../../src/modules/slips/slip.lifecycle.ts';
import { callFaults } from '../../src/platform/webhooks/call.ts';
import { codesOf } from '../../src/platform/input.ts';
import type { CodeList } from '../../src/platform/reference.ts';
import { sharedGroups, shippedReference } from '../../src/platform/shipped-reference.ts';
import { roles } from '../../src/policy/index.ts';

const reference = shippedReference();
const { ladder, reminders, taskVerification } = reference.timers;
const list = (name: CodeList): string[] => reference.allCodes(name).map(({ id }) => id);
const statesOf = ({ table }: { table: object }): string[] =>
  Object.values(table as Record<string, { from: string[]; to: string }>).flatMap(({ from, to }) => [...from, to]);
const countries = reference.countries.map(({ id }) => id);
const regions = reference.countries.flatMap((country) => country.regions.map(({ id }) => id));
const records = new Policy(roles).records();
const groups = records.flatMap(({ name, fields }) => [...fields.values()].map(({ group }) => `${name}.${group}`));
const kinds = [...reminders.map(({ kind }) => kind), ...ladder.map(({ to }) => to)];
const onceMore = reference.taskTemplates.flatMap(({ escalate = [] }) => escalate.map(({ to }) => `${to}-again`));
const { referralReminders, referralLadder, referralStaleLadder, referralWaits } = reference.timers;
const waitingKinds = [
  ...referralReminders.map(({ kind }) => kind),
  ...[...Object.values(referralLadder).flat(), ...referralStaleLadder].map(({ to }) => to),
  ...Object.values(referralWaits).flatMap(({ steps }) => steps.map(({ to }) => to)),
  'again',
];

/** What people can be told of what, because there are words for it. */
const told = Object.keys(JSON.parse(readFileSync('locales/en.json', 'utf8')) as object)
  .filter((key) => /^mail\..*\.subject$/.test(key))
  .map((key) => key.split('.'));

/** Columns that hold words or signs of their own, not codes: who writes them is asked for them, or draws them. */
export const free: readonly string[] = [
  ...[
    'agency.code',
    'agency.name',
    'unit.name',
    'person.login',
    'person.display_name',
    'person.email',
    'mail.reported_status',
    'api_client.name',
    'api_client.addresses',
    'client_key.prefix',
    'webhook.url',
    'institution_change.was',
    'institution_change.became',
  ],
  ...[
    ...['name', 'description', 'schedule', 'cost', 'required_documents', 'how_to_apply'].map((column) => `service.${column}`),
    'case_core.code',
    'case_anchor.birth_quarter',
    'case_anchor.district',
    'follow_up.reckoned_by',
    'case_narrative.note',
    'referral_message.text',
    'mail_hours.digest_at',
    'mail_hours.quiet_from',
    'mail_hours.quiet_to',
    'mail_hours.phone',
    'case_clinical.note',
    'referral.code',
    'timeline_entry.reason',
    'task.code',
    'task.evidence_text',
    'task_package.instruction',
  ],
];

/** Every column that holds codes, and the codes there are for it. */
export const coded: Readonly<Record<string, readonly string[]>> = {
  'agency.type': list('agency-type'),
  'agency.country': countries,
  'agency.closed_reason': list('institution-closing-reason'),
  'unit.closed_reason': list('institution-closing-reason'),
  'institution_change.kind': [...institutionChangeKinds],
  'institution_change.reason': list('institution-closing-reason'),
  'unit.region': regions,
  'person.role': roles.map(({ name }) => name),
  'person.kind': ['person', 'client'],
  'api_client.role': [...clientRoles],
  'api_client.scopes': [...clientScopeNames],
  'person.locale': ['en', 'ru', 'tg', 'uz', 'kk', 'ky'],
  'service_import.format': ['documents', 'tables', 'archive'],
  'service_import.status': statesOf(serviceImportLifecycle),
  'service.service_type': list('service-type'),
  'service.status': list('service-status'),
  'service.sexes': list('sex'),
  'service.served_regions': regions,
  'service.languages': list('language'),
  'case_core.status': statesOf(caseLifecycle),
  'case_core.phase': list('phase'),
  'case_core.priority': list('case-priority'),
  'case_core.risk': list('risk-level'),
  'case_core.country': countries,
  'case_core.legal_basis': list('legal-basis'),
  'case_core.closure_reason': list('closure-reason'),
  'case_core.seal_reason': list('case-seal-reason'),
  'case_profile.age_band': reference.ageBands('profile').map(({ id }) => id),
  'case_profile.sex': list('sex'),
  'case_profile.language': list('language'),
  'case_profile.region': regions,
  'case_profile.household_band': list('household-band'),
  'case_profile.roles': list('person-role'),
  'case_profile.origin': list('origin'),
  'case_profile.preferred_worker_sex': list('preferred-worker-sex'),
  'case_situation.care_arrangement': list('care-arrangement'),
  'case_situation.school_state': list('school-state'),
  'case_situation.livelihood_state': list('livelihood-state'),
  'case_situation.housing_state': list('housing-state'),
  'case_need.domain': list('plan-domain'),
  'case_need.need_code': list('need'),
  'case_need.severity': list('need-severity'),
  'case_need.status': list('need-status'),
  'case_health.coded_needs': list('health-need'),
  'case_health.functioning_domains': list('functioning-domain'),
  'case_health.recommended_action': list('health-action'),
  'case_health.flags': list('health-flag'),
  'case_clinical.instrument': list('screening-instrument'),
  'case_disclosure.type_code': list('disclosure-type'),
  'case_disclosure.action': list('disclosure-action'),
  'case_protection.protection_risk_reasons': list('protection-risk-reason'),
  'case_protection.safety_plan_state': list('safety-plan-state'),
  'case_protection.safe_contact': list('safe-contact'),
  'consent.scopes': list('consent-scope'),
  'consent.basis': list('legal-basis'),
  'consent.text_version': reference.consentTexts.map(({ id }) => id),
  'consent.language': list('language'),
  'consent.given_by': list('consent-given-by'),
  'consent.form': list('consent-form'),
  'consent.assent': list('assent-answer'),
  'consent.status': statesOf(consentLifecycle),
  'sharing_protocol.purposes': list('consent-scope'),
  'sharing_protocol.groups': sharedGroups(),
  'sharing_protocol.legal_basis': list('legal-basis'),
  'sharing_protocol.status': statesOf(protocolLifecycle),
  'feedback_batch.service_type': list('service-type'),
  'feedback_figure.service_type': list('service-type'),
  'complaint.service_type': list('service-type'),
  'complaint.kind': list('complaint-kind'),
  'complaint.status': statesOf(complaintLifecycle),
  'complaint.outcome': list('complaint-outcome'),
  'follow_up.type': list('follow-up-type'),
  'follow_up.status': statesOf(followUpLifecycle),
  'follow_up.risk_basis': list('risk-level'),
  'follow_up.country': countries,
  'follow_up.result': list('follow-up-result'),
  'follow_up.moved_reason': list('follow-up-move-reason'),
  'follow_up.safe': list('check-answer'),
  'follow_up.settled': list('check-answer'),
  'follow_up.wants_help': list('check-answer'),
  'follow_up.child_views': list('child-views'),
  'follow_up.child_views_reason': list('child-views-reason'),
  'follow_up.waived_reason': list('follow-up-waive-reason'),
  'follow_up_dispatch.kind': kinds,
  'follow_up_dispatch.state': ['waiting', 'sent', 'dropped'],
  'mail_hours.delivery': list('mail-delivery'),
  'notification.kind': told.map(([, , kind]) => kind!),
  'notification.subject_type': told.map(([, type]) => type!),
  'mail.channel': ['mail', 'short-message'],
  'mail.status': statesOf(mailLifecycle),
  'mail.fault': [...codesOf(MailRecord.fields.get('fault')!.codes!)],
  'gauge.name': [...gaugeNames],
  'webhook.status': statesOf(webhookLifecycle),
  'webhook_message.kind': [...webhookKinds],
  'webhook_message.status': statesOf(webhookMessageLifecycle),
  'webhook_message.fault': [...callFaults],
  'referral.service_type': list('service-type'),
  'referral.urgency': list('referral-urgency'),
  'referral.status': statesOf(referralLifecycle),
  'referral_clock.about': [...awaitable],
  'referral_clock.last_kind': waitingKinds,
  'referral_clock.next_kind': waitingKinds,
  'referral.reason': (['hold', 'reject', 'fail', 'cancel'] as const).flatMap((deed) => list(`referral-${deed}-reason`)),
  'referral_source.duplicate_reason': list('referral-duplicate-reason'),
  'referral_source.reroute_reason': list('referral-re-route-reason'),
  'referral_source.next_step': list('referral-next-step'),
  'referral.outcome_code': list('outcome'),
  'referral.no_units_reason': list('no-units-reason'),
  'referral.client_confirmed': list('client-confirmation'),
  'referral_source.one_off': reference.disclosureTemplates.flatMap(({ oneOff }) => oneOff.map(({ field }) => field)),
  'referral_package.package_groups': ['F1', 'F2', 'F3a', 'F4', 'F5'],
  'referral_approval.approval': ['asked', 'approved', 'declined', 'void'],
  'referral_approval.decline_reason': list('approval-decline-reason'),
  'referral_message.side': ['sender', 'recipient'],
  'referral_message.subject': list('referral-message-subject'),
  'referral_slip.status': statesOf(slipLifecycle),
  'referral_slip.language': ['en', 'ru', 'tg', 'uz', 'kk', 'ky'],
  'consent_override.service_type': list('service-type'),
  'consent_override.groups': sharedGroups(),
  'consent_override.legal_basis': list('legal-basis'),
  'consent_override.reason': list('consent-override-reason'),
  'consent_override.refusal_reason': list('consent-override-refusal'),
  'consent_override.status': statesOf(overrideLifecycle),
  'task.template': reference.taskTemplates.map(({ id }) => id),
  'task.priority': list('case-priority'),
  'task.status': statesOf(taskLifecycle),
  'task.over_limit_reason': list('task-over-limit-reason'),
  'task.reason': (['block', 'return', 'reopen', 'cancel'] as const).flatMap((deed) => list(`task-${deed}-reason`)),
  'task.evidence_code': list('task-evidence'),
  'task_clock.last_kind': [...kinds, ...onceMore, ...taskVerification.map(({ kind }) => kind)],
  'task_clock.next_kind': [...kinds, ...onceMore, ...taskVerification.map(({ kind }) => kind), 'unverified-again'],
  'task_source.from_template': reference.taskTemplates.map(({ id }) => id),
  'task_source.waits_for': reference.taskTemplates.map(({ id }) => id),
  'task_source.confirmed': list('task-condition'),
  'task_package.package_groups': ['F1', 'F2', 'F4'],
  'delivery.service_type': list('service-type'),
  'delivery.mode': list('delivery-mode'),
  'delivery.attendance': list('attendance'),
  'delivery.duration_band': list('duration-band'),
  'delivery.status': statesOf(deliveryLifecycle),
  'delivery.plan_domain': list('plan-domain'),
  'delivery.dispute_reason': list('delivery-dispute-reason'),
  'delivery.withdraw_reason': list('delivery-withdraw-reason'),
  'delivery_source.duplicate_reason': list('delivery-duplicate-reason'),
  'group_session.mode': list('delivery-mode'),
  'group_session.duration_band': list('duration-band'),
  'change_log.action': ['create', 'edit'],
  'change_log.record': records.map(({ name }) => name),
  'change_log.field_group': groups,
  'change_log.actor_role': roles.map(({ name }) => name),
  'timeline_entry.kind': list('timeline-kind'),
  'timeline_entry.field_group': groups,
  'timeline_entry.actor_role': roles.map(({ name }) => name),
};

/** In which list the reason of a referral stands depends on what was done to it. */
export const reasonsOf: Readonly<Record<string, CodeList>> = {
  on_hold: 'referral-hold-reason',
  rejected: 'referral-reject-reason',
  failed: 'referral-fail-reason',
  cancelled: 'referral-cancel-reason',
};
