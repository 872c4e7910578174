import { personas } from '../../src/platform/database/roles.ts';

const names = { p_specialist: 'r', p_coordinator: 'r', p_auditor: 'r', p_privacy: 'r', p_ministry: 'r', p_partner: 'r' };
const team = { p_social_worker: 'r', p_supervisor: 'r' };
const casePart = { p_social_worker: 'raw', p_supervisor: 'r', definer: 'rw' };
const vault = { definer: 'rawd' };
const recipients = { p_ministry: 'r', p_partner: 'r', p_specialist: 'r' };
const prints = { p_social_worker: 'ra', p_supervisor: 'ra', p_ministry: 'ra', p_partner: 'ra', p_specialist: 'ra' };
const gives = { p_ministry: 'ra', p_partner: 'ra', p_specialist: 'ra' };
const hears = {
  p_social_worker: 'rw',
  p_supervisor: 'rw',
  p_specialist: 'rw',
  p_ministry: 'rw',
  p_partner: 'rw',
  p_admin: 'rw',
  p_coordinator: 'rw',
  p_privacy: 'rw',
};

/**
 * Who holds what on which table: r read, a add, w change, d delete. Whoever is not named holds nothing; nobody holds more.
 * Change it together with a migration, and only if the law (docs/access-matrix.md) says so too.
 */
export const expectedGrants = {
  'ctx.key': { definer: 'r' },
  'identity.credential': vault,
  'identity.session': vault,
  'identity.throttle': vault,
  'identity.invitation': vault,
  'identity.client_secret': { definer: 'ra' },
  'identity.slip_secret': { definer: 'ra' },
  'identity.slip_miss': { definer: 'raw' },
  'identity.feedback_code': { definer: 'rad' },
  'identity.feedback_answer': { definer: 'ra' },
  'platform.idempotency': vault,
  'platform.demonstration_clock': { definer: 'r' },
  'platform.outbox': { definer: 'raw', p_system: 'rwd' },
  'public.given_up_promise': { p_admin: 'r' },
  'audit.event': { definer: 'ra' },
  'public.audit_event': { p_auditor: 'r' },
  'public.agency': { ...names, ...team, p_admin: 'raw', p_system: 'r', definer: 'r' },
  'public.unit': { ...names, ...team, p_admin: 'raw', p_system: 'r', definer: 'r' },
  'public.institution_change': { ...names, ...team, p_admin: 'r', p_system: 'r', definer: 'a' },
  'public.person': { ...team, p_specialist: 'r', p_ministry: 'r', p_partner: 'r', p_admin: 'raw', p_system: 'r', definer: 'r' },
  'public.api_client': { p_admin: 'raw', p_system: 'r', definer: 'rw' },
  'public.client_key': { p_admin: 'rw', definer: 'raw' },
  'public.gauge': { p_admin: 'r', p_system: 'raw' },
  'public.webhook': { p_admin: 'raw', p_system: 'rw' },
  'public.webhook_message': { p_admin: 'raw', p_system: 'rawd' },
  'public.case_core': { p_social_worker: 'raw', p_supervisor: 'rw', p_specialist: 'r', p_system: 'rw', definer: 'rw' },
  'public.case_profile': casePart,
  'public.case_anchor': casePart,
  'public.case_situation': casePart,
  'public.case_need': casePart,
  'public.case_narrative': { p_social_worker: 'ra', p_supervisor: 'r', definer: 'rw' },
  'public.case_health': { p_social_worker: 'raw', p_supervisor: 'r', p_specialist: 'raw', definer: 'rw' },
  'public.case_clinical': { p_social_worker: 'ra', p_supervisor: 'r', p_specialist: 'ra', definer: 'rw' },
  'public.case_disclosure': { p_social_worker: 'raw', p_supervisor: 'r', p_specialist: 'r', definer: 'rw' },
  'public.case_protection': { p_social_worker: 'raw', p_supervisor: 'rw', definer: 'rw' },
  'public.change_log': { p_social_worker: 'r', p_supervisor: 'r', definer: 'raw' },
  'public.timeline_entry': { p_social_worker: 'ra', p_supervisor: 'ra', p_system: 'a', definer: 'rw' },
  'public.delegation': { p_social_worker: 'raw', p_supervisor: 'raw', p_system: 'r', definer: 'r' },
  'public.follow_up': { p_social_worker: 'rw', p_supervisor: 'r', p_system: 'raw', definer: 'rw' },
  'public.follow_up_dispatch': { p_system: 'raw' },
  'public.mail_hours': { ...Object.fromEntries(Object.keys(hears).map((persona) => [persona, 'ra'])), p_system: 'r', definer: 'rw' },
  'public.notification': { ...hears, p_system: 'raw' },
  'public.mail': {
    ...team,
    p_coordinator: 'r',
    p_privacy: 'r',
    p_specialist: 'r',
    p_ministry: 'r',
    p_partner: 'r',
    p_admin: 'rw',
    p_system: 'raw',
  },
  'public.consent': { p_social_worker: 'raw', p_supervisor: 'r', p_system: 'rw', definer: 'rw' },
  'public.sharing_protocol': {
    ...team,
    ...recipients,
    p_admin: 'raw',
    p_privacy: 'rw',
    p_auditor: 'r',
    p_system: 'r',
    definer: 'r',
  },
  // A recipient changes the answer columns alone: expectedColumns.
  'public.referral_clock': { p_system: 'raw' },
  'public.referral': { p_social_worker: 'raw', p_supervisor: 'ra', ...recipients, p_system: 'rw', definer: 'rw' },
  'public.referral_source': { p_social_worker: 'ra', p_supervisor: 'ra', p_system: 'r', definer: 'rw' },
  'public.referral_package': { p_social_worker: 'ra', p_supervisor: 'ra', ...recipients, definer: 'rw' },
  'public.referral_approval': { p_social_worker: 'raw', p_supervisor: 'rw', p_system: 'r', definer: 'rw' },
  // Whoever reads it says so, and changes nothing else: expectedColumns.
  'public.referral_message': {
    p_social_worker: 'ra',
    p_supervisor: 'r',
    p_ministry: 'ra',
    p_partner: 'ra',
    p_specialist: 'ra',
    definer: 'rw',
  },
  // Its team takes one back, and changes nothing else: expectedColumns.
  'public.referral_slip': { p_social_worker: 'ra', p_supervisor: 'ra', p_system: 'rw', definer: 'rw' },
  'public.consent_override': { p_social_worker: 'ra', p_supervisor: 'rw', p_privacy: 'rw', p_system: 'rw', definer: 'rw' },
  'public.consent_override_source': { p_social_worker: 'ra', p_supervisor: 'r', p_system: 'r', definer: 'rw' },
  // Each changes columns of its own: expectedColumns.
  'public.service': { ...team, ...recipients, p_admin: 'ra', p_system: 'r' },
  'public.service_import': { p_admin: 'ra' },
  // An owner changes what it does alone: expectedColumns.
  'public.task': { p_social_worker: 'raw', p_supervisor: 'raw', ...recipients, p_system: 'raw', definer: 'rw' },
  'public.task_source': { p_social_worker: 'ra', p_supervisor: 'ra', p_system: 'ra', definer: 'rw' },
  'public.task_clock': { p_system: 'raw', definer: 'r' },
  'public.task_chain': { p_coordinator: 'r' },
  'public.task_load': { p_coordinator: 'r' },
  'public.feedback_batch': { ...prints, definer: 'r' },
  'public.complaint': { p_privacy: 'r', p_system: 'r', definer: 'a' },
  'public.feedback_figure': { p_coordinator: 'r', definer: 'rad' },
  'public.loop_figure': { p_coordinator: 'r', definer: 'rad' },
  'public.loop_ageing': { p_coordinator: 'r', definer: 'rad' },
  'public.task_package': { p_social_worker: 'ra', p_supervisor: 'ra', ...recipients, definer: 'rw' },
  // Either side, and the clock, change what they say of it alone: expectedColumns.
  'public.delivery': { p_social_worker: 'ra', p_supervisor: 'ra', ...gives, p_system: 'ra', definer: 'rw' },
  'public.delivery_source': { ...gives, definer: 'rw' },
  'public.group_session': { ...gives, definer: 'r' },
} as const;

const answers = [
  'late_by_hours',
  ...['status', 'seen_at', 'claimed_by_id', 'answered_at', 'answered_by_id', 'reason', 'outcome_code', 'outcome_on', 'outcome_units'],
  ...['no_units_reason', 'client_confirmed', 'ended_at', 'package_open', 'hold_until', 'version'],
];

/** What a supervisor changes of a referral: they take it back, hold it still while they approve a draft, or send what they made instead of another. */
const recalls = ['status', 'reason', 'ended_at', 'hold_until', 'package_open', 'sent_at', 'see_by', 'decide_by', 'version'];

/** What an owner changes of a task. */
const steps = [
  ...['status', 'reason', 'claimed_by_id', 'over_limit_reason', 'evidence_code', 'evidence_text', 'done_at', 'done_by_id', 'round_hours'],
  ...['ended_at', 'package_open', 'owner_unit_id', 'version', 'goal_reached', 'next_on'],
];

/** What the case's team notes beside a task. */
const noted = ['consent_id', 'confirmed', 'verified_by_id', 'verified_at'];

/** What the sender's side says of a delivery; its giver says that another row takes its place, and the clock that nobody has said. */
const judged = ['status', 'dispute_reason', 'answered_at', 'answered_by_id', 'overdue', 'version'];
const ofDeliveries = {
  ...{ p_social_worker: judged, p_supervisor: judged, p_system: ['overdue', 'version'] },
  ...Object.fromEntries(Object.keys(gives).map((persona) => [persona, ['status', 'overdue', 'version']])),
};

/** What a worker changes of a referral beside the row itself, until it is sent. */
/** What the worker says after a referral came to nothing, and the system where it follows from what was done. */
const nextSteps = ['next_step', 'next_step_at', 'next_step_by_id', 'next_referral_id'];
const drafts = ['referral_package.package', 'referral_package.package_groups', 'referral_source.consent_id'];

/** What its team changes of a slip. */
const takenBack = ['status', 'ended_at', 'version'];

/** Of a service the administrator says what it is, its agency how much room it has, the system how soon it answers and that it is stale. */
const described = [
  ...['receiving_unit_id', 'service_type', 'name', 'description', 'status', 'min_age', 'max_age', 'sexes', 'served_regions', 'languages'],
  ...[
    'sites',
    'schedule',
    'cost',
    'required_documents',
    'how_to_apply',
    'see_within_hours',
    'decide_within_hours',
    'escalation_contact_id',
    'deputy_id',
    'source_id',
    'source',
    'version',
  ],
];
const kept = ['places', 'free_places', 'waiting', 'capacity_set_at', 'verified_at', 'verified_by_id', 'version'];
const ofServices = {
  p_admin: described,
  p_ministry: kept,
  p_partner: kept,
  p_system: ['acceptances', 'hours_to_accept', 'queued', 'stale_told_at', 'version'],
};

/** The only rights on single columns: a recipient answers a referral, its sender completes a draft; neither changes anything else there. */
export const expectedColumns = [
  ...['p_ministry', 'p_partner', 'p_specialist'].flatMap((persona) => answers.map((column) => `${persona} w referral.${column}`)),
  ...['p_ministry', 'p_partner', 'p_specialist'].flatMap((persona) => steps.map((column) => `${persona} w task.${column}`)),
  ...['p_social_worker', 'p_supervisor'].flatMap((persona) => noted.map((column) => `${persona} w task_source.${column}`)),
  ...['p_social_worker', 'p_supervisor'].flatMap((persona) => takenBack.map((column) => `${persona} w referral_slip.${column}`)),
  // Whoever shares on a consent holds it still meanwhile.
  'p_supervisor w consent.version',
  // So does whoever sends on what was allowed without one.
  'p_social_worker w consent_override.version',
  // Whoever shares on a protocol holds it still meanwhile.
  'p_social_worker w sharing_protocol.version',
  'p_supervisor w sharing_protocol.version',
  ...['asked_at', 'told_days_before', 'version'].map((column) => `p_system w sharing_protocol.${column}`),
  // Whatever goes to a unit holds it open meanwhile; whoever comes to answer there ends that it works without accounts.
  'definer w agency.version',
  'definer w person.version',
  'definer w unit.version',
  'definer w unit.works_without_accounts',
  ...['p_social_worker', ...Object.keys(recipients)].map((persona) => `${persona} w referral_message.read_at`),
  // What came back of mail, counted.
  ...['email_bounces', 'unreachable_since', 'version'].map((column) => `p_system w person.${column}`),
  ...recalls.map((column) => `p_supervisor w referral.${column}`),
  ...['status', 'plan', 'documents', 'committed_at', 'version'].map((column) => `p_admin w service_import.${column}`),
  ...Object.entries(ofServices).flatMap(([persona, columns]) => columns.map((column) => `${persona} w service.${column}`)),
  ...Object.entries(ofDeliveries).flatMap(([persona, columns]) => columns.map((column) => `${persona} w delivery.${column}`)),
  ...['status', 'acknowledged_by_id', 'acknowledged_on', 'settled_by_id', 'settled_on', 'outcome', 'version'].map(
    (column) => `p_privacy w complaint.${column}`,
  ),
  ...['handler_agency_id', 'acknowledge_by', 'settle_by', 'remind_at', 'version'].map((column) => `p_system w complaint.${column}`),
  ...drafts.map((column) => `p_social_worker w ${column}`),
  ...['p_social_worker', 'p_system'].flatMap((persona) => nextSteps.map((column) => `${persona} w referral_source.${column}`)),
  'p_system w referral_source.returned_at',
  'p_system w referral_source.unsent_since',
].sort();

const everybody = [...personas].sort();
const signedIn = everybody.filter((persona) => persona !== 'p_guest');

/** Who may call which function of ours. One that nobody calls serves triggers or other functions. */
export const expectedCallers: Readonly<Record<string, readonly string[]>> = {
  'audit.note': everybody,
  'audit.note_for': ['p_social_worker'],
  'audit.refuse_change': [],
  'ctx.agency_id': everybody,
  'ctx.agency_id_in_role': ['p_ministry'],
  'ctx.claims': [],
  'ctx.covered': ['p_social_worker'],
  'ctx.covers': [],
  'ctx.exactly_one': ['definer', ...everybody],
  'ctx.is_house': ['definer'],
  'ctx.is_persona': everybody,
  'ctx.require': ['definer'],
  'ctx.stands_in_for': [],
  'ctx.unit_id': everybody,
  'ctx.user_id': everybody,
  'identity.accept_invitation': ['p_guest'],
  'identity.assert_client': ['p_ministry', 'p_partner'],
  'identity.assert_session': signedIn,
  'identity.assert_standing': ['p_social_worker'],
  'identity.client_facts': ['p_guest'],
  'identity.covers_of': [],
  'identity.end_session': ['p_guest'],
  'identity.end_sessions_of': ['p_admin'],
  'identity.facts_of': [],
  'identity.idle_limit': [],
  'identity.invitation_facts': ['p_guest'],
  'identity.invite': ['p_admin'],
  'identity.issue_client_key': ['p_admin'],
  'identity.unit_holds': ['p_admin'],
  'identity.has_open_cases': ['p_admin'],
  'public.guard_leaving': [],
  'public.holds_worker': [],
  'public.has_living_key': ['p_system'],
  'identity.living_key': [],
  'identity.living_session': [],
  'identity.myself': signedIn,
  'identity.open_session': ['p_guest'],
  'identity.feedback_given': ['p_guest'],
  'identity.seal_feedback': ['p_ministry', 'p_partner', 'p_social_worker', 'p_specialist', 'p_supervisor'],
  'identity.seal_slip': ['p_social_worker', 'p_supervisor'],
  'identity.session_facts': ['p_guest'],
  'identity.sessions_ended': [],
  'identity.set_password': [],
  'identity.sign_in_facts': ['p_guest'],
  'identity.slip_brought': ['p_guest'],
  'identity.slip_heard': ['p_social_worker', 'p_supervisor'],
  'identity.slip_named': ['p_social_worker', 'p_supervisor'],
  'identity.slip_shown': ['p_system'],
  'identity.slip_weighed': [],
  'identity.answers_for': ['p_ministry', 'p_partner', 'p_social_worker', 'p_specialist', 'p_supervisor', 'p_system'],
  'identity.speaks_for': [],
  'identity.standing_in': ['p_guest'],
  'identity.sweep': ['p_system'],
  'platform.forget_keys': ['p_system'],
  'platform.promise': signedIn,
  'platform.promise_all': signedIn,
  'platform.recall': signedIn,
  'platform.note_given_up': [],
  'platform.ring_again': ['p_admin'],
  'platform.remember': signedIn,
  'public.case_actor': [],
  'public.case_alias_free': ['p_social_worker'],
  'public.case_born_in': ['p_system'],
  'public.case_scope_carried': [],
  'public.case_scope_taken': [],
  'public.change_noted': [],
  'public.delivery_carried': [],
  'public.delivery_source_carried': [],
  'public.delivery_source_taken': [],
  'public.delivery_taken': [],
  'public.answers_in_unit': [],
  'public.goes_to_open_unit': [],
  'public.hold_open_agency': [],
  'public.hold_open_unit': [],
  'public.institution_noted': [],
  'public.is_of_open_agencies': [],
  'public.guard_agency': [],
  'public.guard_unit': [],
  'public.guard_answer': [],
  'public.guard_approval': [],
  'public.guard_arrival': [],
  'public.guard_case_care': [],
  'public.guard_case_closing': [],
  'public.guard_case_judgement': [],
  'public.guard_case_routing': [],
  'public.guard_consent': [],
  'public.guard_consent_told': [],
  'public.guard_count': [],
  'public.guard_delegation': [],
  'public.guard_delivery': [],
  'public.guard_message_read': [],
  'public.guard_reroute': [],
  'public.guard_next_step': [],
  'public.guard_place': [],
  'public.guard_sending_time': [],
  'public.guard_sealed_asking': [],
  'public.referral_place': ['p_ministry', 'p_partner', 'p_social_worker', 'p_specialist', 'p_supervisor'],
  'public.urgency_rank': ['p_system'],
  'public.guard_withdrawal': [],
  'public.referral_asked_since': ['p_system'],
  'public.referral_awaits': [],
  'public.referral_message_carried': [],
  'public.referral_message_counted': [],
  'public.referral_message_taken': [],
  'public.guard_delivery_author': [],
  'public.guard_follow_up': [],
  'public.address_begins_anew': [],
  'public.forget_phone': [],
  'public.forget_phone_of_left': [],
  'public.forget_password': [],
  'public.guard_mail': [],
  'public.guard_not_reached': [],
  'public.referral_reached': [],
  'public.guard_person': ['p_admin'],
  'public.guard_webhook': [],
  'public.guard_webhook_message': [],
  'public.guard_webhook_secret': [],
  'public.guard_override': [],
  'public.override_asked': [],
  'public.override_noted': [],
  'public.override_scope_carried': [],
  'public.override_scope_taken': [],
  'public.override_stands': [],
  'public.referral_consented_first': [],
  'public.guard_protocol': [],
  'public.guard_protocol_clock': [],
  'public.guard_referral': [],
  'public.guard_referral_address': [],
  'public.guard_seal': [],
  'public.guard_service': [],
  'public.guard_task': [],
  'public.refuse_unagreed': [],
  'public.referral_agreed_first': [],
  'public.task_agreed_first': [],
  'public.log_drawn': [],
  'public.referral_approval_voided': [],
  'public.referral_approved_first': [],
  'public.note_change': [],
  'public.referral_noted': [],
  'public.referral_package_followed': [],
  'public.referral_package_taken': [],
  'public.referral_readdressed': [],
  'public.begins_at_its_beginning': [],
  'public.package_begins': [],
  'public.referral_scope_carried': [],
  'public.referral_scope_taken': [],
  'public.referral_sent_frozen': [],
  'public.slip_taken': [],
  'public.slips_voided': [],
  'public.stays_as_written': [],
  'public.draw_feedback_figures': ['p_system'],
  'public.draw_loop_figures': ['p_system'],
  'public.guard_complaint': [],
  'public.loop_figures_drawn_at': ['p_system'],
  'public.task_chains': ['p_coordinator'],
  'public.task_loads': ['p_coordinator'],
  'public.task_noted': [],
  'public.task_package_followed': [],
  'public.task_package_taken': [],
  'public.task_scope_carried': [],
  'public.task_scopes_carried': [],
  'public.task_scope_taken': [],
  'public.timeline_told_by': [],
  'public.told_is_final': [],
};

const institutions = ['public.agency', 'public.unit', 'public.institution_change'];

/** Where a persona reaches every row, genuine context provided: institutions are public to the signed in, accounts are the administrator's. */
export const boundless: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(signedIn.map((persona) => [persona, institutions])),
  ...Object.fromEntries(Object.keys({ ...team, ...recipients }).map((persona) => [persona, [...institutions, 'public.service']])),
  p_admin: [
    ...institutions,
    'public.person',
    'public.mail',
    'public.api_client',
    'public.client_key',
    'public.service',
    'public.service_import',
    'public.webhook',
    'public.webhook_message',
    'public.gauge',
    'public.sharing_protocol',
  ],
  p_system: Object.entries(expectedGrants).flatMap(([table, held]) => ('p_system' in held ? [table] : [])),
  p_coordinator: [...institutions, 'public.loop_figure', 'public.loop_ageing', 'public.feedback_figure'],
  p_auditor: [...institutions, 'public.sharing_protocol'],
  p_privacy: [...institutions, 'public.sharing_protocol', 'public.consent_override'],
};
