import type { Client } from 'pg';
import type { RecordType } from '../../src/access/record.ts';
import type { Role } from '../../src/access/role.ts';
import type { Actor } from '../../src/platform/database/context.ts';
import { Dice } from './policy-dice.ts';
import { approvalRow, settleSensitive } from './policy-sensitive.ts';
import { settleTasks } from './policy-tasks.ts';

export type Row = Record<string, unknown>;

/** Where somebody works. */
export interface Place {
  readonly unitId: string;
  readonly agencyId: string;
}

/** A small world of random institutions, people and cases. */
export interface World {
  readonly places: readonly Place[];
  readonly people: readonly (Place & { readonly id: string })[];
  readonly caseIds: readonly string[];
}

const statuses = ['draft', 'registered', 'assessed', 'planned', 'active', 'in_review', 'on_hold', 'closed', 'transferred_out'];

/** Fills the tables, past every wall. The scope columns of a case's rows are given at random: the database must set them right. */
export async function settle(client: Client, dice: Dice): Promise<World> {
  const insert: Insert = (table, rows) =>
    client.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [JSON.stringify(rows)]);
  const word = (): string => dice.uuid().slice(0, 8);
  const agencies = dice.many(2, () => dice.uuid());
  const places = dice.many(4, (index) => ({ unitId: dice.uuid(), agencyId: agencies[index % 2] as string }));
  const people = dice.many(8, () => ({ id: dice.uuid(), ...dice.one(places) }));
  const agencyRow = (id: string): Row => ({
    id,
    code: `A${word().toUpperCase()}`,
    name: word(),
    type: 'social',
    country: 'TJ',
    active: dice.chance(0.8),
    version: 1,
  });
  await insert('agency', agencies.map(agencyRow));
  await insert(
    'unit',
    places.map((place) => ({
      id: place.unitId,
      works_without_accounts: false,
      agency_id: place.agencyId,
      name: word(),
      region: dice.one(['TJ-SU', null]),
      active: true,
      version: 1,
    })),
  );
  await insert(
    'institution_change',
    places.map(({ unitId, agencyId }) => ({
      id: dice.uuid(),
      agency_id: agencyId,
      unit_id: unitId,
      kind: 'renamed',
      at: '2026-03-01T08:00:00Z',
    })),
  );
  await insert(
    'person',
    people.map(({ id, unitId, agencyId }) => ({
      ...{ id, login: `p${word()}`, display_name: word(), role: dice.one(['social-worker', 'supervisor', 'partner-worker']) },
      ...{
        unit_id: unitId,
        agency_id: agencyId,
        locale: dice.one(['en', 'ru', 'tg']),
        email: dice.one([`${word()}@example.org`, null]),
        email_number: 0,
        email_bounces: dice.below(3),
        kind: 'person',
        suspended: false,
        active: dice.chance(0.8),
        version: 1,
      },
    })),
  );
  await settleClients(insert, dice, people);
  const worker = (): string | null => (dice.chance(0.15) ? null : dice.one(people).id);
  const unit = (): string => dice.one(places).unitId;
  const scope = (): Row => ({
    ...{ worker_id: worker(), unit_id: unit(), supervisor_unit_id: unit() },
    ...{ specialist_unit_id: dice.chance(0.3) ? unit() : null, sealed: dice.chance(0.3) },
  });
  const caseIds = dice.many(12, () => dice.uuid());
  await insert(
    'case_core',
    caseIds.map((id, index) => ({ ...caseRow(dice, id, index), ...scope() })),
  );
  const parts = (probability: number, row: (id: string) => Row): Row[] =>
    dice.some(caseIds, probability).map((case_id) => ({ case_id, ...row(case_id), ...scope() }));
  await insert(
    'case_profile',
    parts(0.9, () => ({
      ...{ age_band: dice.one(['6-11', '25-34']), sex: 'female', language: dice.one(['tg', 'ru']), interpreter_needed: dice.chance(0.5) },
      ...{
        region: 'TJ-SU',
        household_band: dice.one(['2-3', null]),
        disability_flag: dice.one([true, null]),
        roles: dice.some(['child', 'mother']),
      },
    })),
  );
  await insert(
    'case_anchor',
    parts(0.9, () => ({
      arrived_on: '2026-01-05',
      registered_on: '2026-01-09',
      birth_quarter: '2015-Q2',
      district: dice.one(['Khujand', null]),
    })),
  );
  await insert(
    'case_situation',
    parts(0.7, () => ({ school_state: dice.one(['enrolled', null]), housing_state: dice.one(['own', null]) })),
  );
  const noted = (row: () => Row): Row[] =>
    [...caseIds, ...caseIds].flatMap((case_id) =>
      dice.chance(0.5) ? [{ id: dice.uuid(), case_id, noted_on: '2026-02-01', ...row(), ...scope() }] : [],
    );
  await insert(
    'case_need',
    noted(() => ({
      domain: 'health',
      need_code: 'check-up',
      severity: dice.one(['low', 'high']),
      status: dice.one(['open', 'met']),
      version: 1,
    })),
  );
  await insert(
    'case_narrative',
    noted(() => ({ note: word(), author_id: dice.one(people).id })),
  );
  await settleSensitive(insert, dice, { places, people, caseIds }, scope);
  const followed = dice.some(caseIds, 0.6).map((case_id) => ({ id: dice.uuid(), case_id, ...followUpRow(dice), ...scope() }));
  await insert('follow_up', followed);
  const promised = dice.some(followed).map(({ id }) => ({ id: dice.uuid(), follow_up_id: id, ...dispatchRow(dice) }));
  await insert('follow_up_dispatch', promised);
  const told = (cause_id: string): Row[] =>
    dice.some(people, 0.3).map(({ id }) => ({ id: dice.uuid(), person_id: id, cause_id, ...toldRow(dice) }));
  const notices = promised.flatMap(({ id }) => told(id));
  await insert('notification', notices);
  await insert(
    'mail',
    dice.some(notices).map(({ id, person_id }) => ({ id, person_id, ...mailRow(dice) })),
  );
  const seen = (): Row => ({
    id: dice.uuid(),
    at: '2026-01-09T08:00:00Z',
    actor_id: dice.one(people).id,
    actor_role: 'social-worker',
    action: 'read',
  });
  await insert(
    'audit.event',
    dice.many(4, () => ({ ...seen(), record: 'case', record_ids: [dice.one(caseIds)], groups: ['F0'], result: 'shown' })),
  );
  await settleReferrals(insert, dice, { places, people, caseIds }, scope);
  await settleTasks(insert, new Dice(dice.below(1_000_000)), { places, people, caseIds }, scope);
  // Every row above was logged as it came; here are some of groups that somebody, or nobody, reads.
  const drawn = new Dice(Number.parseInt(String(caseIds[0]).slice(0, 8), 16));
  const unitOf = (): string => drawn.one(places).unitId;
  const ofCases = (row: () => Row): Row[] =>
    drawn.many(40, () => ({
      ...{ id: drawn.uuid(), case_id: drawn.one(caseIds), at: '2026-03-01T08:00:00Z', ...row(), field_group: drawn.one(toldGroups) },
      ...{ worker_id: drawn.one(people).id, unit_id: unitOf(), supervisor_unit_id: unitOf(), sealed: drawn.chance(0.3) },
    }));
  await insert(
    'mail_hours',
    drawn.many(8, () => ({
      ...{ id: drawn.uuid(), person_id: drawn.one(people).id, delivery: drawn.one(['at-once', 'digest']), digest_at: '09:00' },
      ...{
        quiet_from: '20:00',
        quiet_to: '08:00',
        quiet_on_days_off: drawn.chance(0.5),
        short_messages: false,
        set_at: '2026-03-01T08:00:00Z',
      },
    })),
  );
  await insert(
    'delegation',
    drawn
      .many(10, () => {
        const [person, delegate] = [drawn.one(people), drawn.one(people)];
        const days = { from_on: '2026-03-01', to_on: '2026-03-10', ended_on: drawn.one(['2026-03-05', null]) };
        return { id: drawn.uuid(), person_id: person.id, delegate_id: delegate.id, unit_id: unitOf(), ...days, version: 1 };
      })
      .filter(({ person_id, delegate_id }) => person_id !== delegate_id),
  );
  await insert(
    'timeline_entry',
    ofCases(() => ({ kind: 'registered', subject_id: drawn.uuid(), details: { status: 'active' } })),
  );
  await insert(
    'change_log',
    ofCases(() => ({ action: 'edit', record: 'case', record_id: drawn.uuid(), changes: { status: {} } })),
  );
  await insert(
    'service',
    drawn.many(6, () => serviceRow(drawn, drawn.one(places), people)),
  );
  await insert(
    'service_import',
    drawn.many(3, () => ({
      ...{
        id: drawn.uuid(),
        agency_id: agencies[0],
        receiving_unit_id: drawn.one(places).unitId,
        format: 'tables',
        status: 'checked',
        findings: {},
      },
      ...{ plan: { services: [] }, checked_by_id: drawn.one(people).id, checked_at: '2026-01-05T08:00:00Z', version: 1 },
    })),
  );
  await insert(
    'sharing_protocol',
    drawn.many(8, (at) => protocolRow(drawn, at % 2 === 0 ? agencies : agencies.toReversed(), people)),
  );
  const { rows: referred } = await client.query<Row>(
    'SELECT referral_id, case_id FROM referral_source WHERE case_id = ANY ($1) ORDER BY 1',
    [caseIds],
  );
  const overridden = referred
    .filter((_, at) => at % 2 === 0)
    .map((of) => ({ of, override: { ...overrideRow(drawn, agencies, people), ...scope() } }));
  await insert(
    'consent_override',
    overridden.map(({ override }) => override),
  );
  await insert(
    'consent_override_source',
    overridden.map(({ of, override }) => ({ ...override, ...of, consent_override_id: override.id })),
  );
  await insert(
    'feedback_batch',
    drawn.many(8, () => batchRow(drawn, drawn.one(places), people)),
  );
  await insert(
    'complaint',
    drawn.many(8, (at) => complaintRow(drawn, at % 2 === 0 ? agencies : agencies.toReversed())),
  );
  await insert(
    'feedback_figure',
    drawn.many(4, () => ({
      ...{
        id: drawn.uuid(),
        agency_id: drawn.one(agencies),
        service_type: 'housing',
        from_month: '2025-03-01',
        before_month: '2026-03-01',
      },
      ...{ answers: drawn.one([5, 10]), respected: drawn.one([5, null]) },
    })),
  );
  return { places, people, caseIds };
}

function batchRow(dice: Dice, { unitId, agencyId }: Place, people: World['people']): Row {
  return {
    ...{ id: dice.uuid(), unit_id: unitId, agency_id: agencyId, service_type: 'housing', size: dice.one([10, 20]), version: 1 },
    ...{ printed_by_id: dice.one(people).id, printed_on: '2026-03-01', expires_on: '2026-05-30' },
  };
}

function complaintRow(dice: Dice, [of, to]: readonly string[]): Row {
  return {
    ...{ id: dice.uuid(), agency_id: of, service_type: 'housing', kind: dice.one(['disrespect', 'unsafe']), received_on: '2026-03-01' },
    ...{ status: dice.one(['received', 'acknowledged']), handler_agency_id: dice.one([to, null]), version: 1 },
    ...{ acknowledge_by: '2026-03-03', settle_by: '2026-03-16', remind_at: '2026-03-04T04:00:00Z' },
  };
}

function overrideRow(dice: Dice, agencies: readonly string[], people: World['people']): Row {
  return {
    ...{ id: dice.uuid(), to_agency_id: dice.one(agencies), service_type: 'health', groups: ['F1'], legal_basis: 'vital-interest' },
    ...{ reason: 'life-in-danger', status: dice.one(['requested', 'approved', 'upheld']), version: 1 },
    ...{ requested_by_id: dice.one(people).id, requested_at: '2026-03-01T08:00:00Z' },
  };
}

const toldGroups = [
  ...['case.F0', 'case.F1', 'case.F2', 'case.F9', 'case.anchor', 'case.team', 'case.internal', 'case.F3', 'case', 'F0', ''],
  ...['need.F2', 'note.F6', 'consent.F9', 'referral.reference', 'referral.facts', 'referral.source', 'referral.disclosure'],
  ...['health.F3a', 'clinical-entry.F3b', 'case-disclosure.F3c', 'protection.F5', 'protection.F5-level', 'referral.approval'],
  ...['task.reference', 'task.facts', 'task.source', 'task.disclosure', 'slip.facts'],
  ...['consent-override.facts', 'consent-override.source'],
  ...['referral-message.message', 'referral-message.author'],
  ...['delivery.service', 'delivery.answer', 'delivery.author', 'follow-up.F0', 'follow-up.F2', 'dispatch.ledger', 'notification.own'],
];

function protocolRow(dice: Dice, [from, to]: readonly string[], people: World['people']): Row {
  const person = (): string => dice.one(people).id;
  return {
    ...{ id: dice.uuid(), from_agency_id: from, to_agency_id: to, purposes: ['share'], groups: ['F1'], legal_basis: 'public-task' },
    ...{ signed_from_id: person(), signed_to_id: person(), breach_contact_id: person(), proposed_by_id: person(), version: 1 },
    ...{ valid_from: '2026-01-01', valid_to: '2026-12-31', status: dice.one(['draft', 'active', 'ended']) },
  };
}

function serviceRow(dice: Dice, { unitId, agencyId }: Place, people: World['people']): Row {
  const confirmed = dice.chance(0.5) ? { verified_at: '2026-01-05T08:00:00Z', verified_by_id: dice.one(people).id } : {};
  return {
    ...{ id: dice.uuid(), receiving_unit_id: unitId, agency_id: agencyId, service_type: dice.one(['housing', null]), name: dice.uuid() },
    ...{ status: dice.one(['active', 'defunct']), min_age: 0, max_age: dice.one([17, 120]), sexes: dice.some(['female', 'male']) },
    ...{ served_regions: dice.some(['TJ-SU', 'TJ-KT']), sites: [], languages: ['tg'], ...confirmed },
    ...{ places: 9, free_places: dice.one([0, 3, null]), escalation_contact_id: dice.one([...people.map(({ id }) => id), null]) },
    ...{ acceptances: dice.below(5), hours_to_accept: dice.below(50), queued: dice.below(5), version: 1 },
    ...(dice.chance(0.3) ? { source_id: dice.uuid(), source: { name: 'Elsewhere' } } : {}),
  };
}

/** Puts rows into a table, past every wall. */
export type Insert = (table: string, rows: readonly Row[]) => Promise<unknown>;

/** What was agreed to, asked of other agencies, disclosed to them and done by them. */
async function settleReferrals(insert: Insert, dice: Dice, { places, people, caseIds }: World, scope: () => Row): Promise<void> {
  const consents = dice.some(caseIds, 0.7).map((case_id) => ({ id: dice.uuid(), case_id, ...consentRow(dice), ...scope() }));
  await insert('consent', consents);
  const referrals = [...consents, ...dice.some(consents, 0.3)].map(({ id, case_id }) => {
    const { unitId, agencyId } = dice.one(places);
    const row = {
      id: dice.uuid(),
      to_unit_id: unitId,
      to_agency_id: agencyId,
      package_open: dice.chance(0.6),
      ...referralRow(dice),
      ...scope(),
    };
    return {
      row,
      source: {
        referral_id: row.id,
        case_id,
        consent_id: id,
        sender_id: dice.one(people).id,
        age_at_edge: false,
        one_off: [],
        reroutes: 0,
        ...scope(),
      },
    };
  });
  await insert(
    'referral',
    referrals.map(({ row }) => row),
  );
  await insert(
    'referral_source',
    referrals.map(({ source }) => source),
  );
  await insert(
    'referral_clock',
    referrals.map(({ row: { id } }) => ({
      ...{ id, referral_id: id, about: 'seen', since: '2026-03-01T08:00:00Z', next_kind: 'due', next_at: '2026-03-18T04:00:00Z' },
      version: 1,
    })),
  );
  await insert(
    'referral_approval',
    dice
      .some(referrals, 0.4)
      .map(({ source: { referral_id, case_id } }) => ({ referral_id, case_id, ...approvalRow(dice, { people }), ...scope() })),
  );
  const slipped = new Dice(Number.parseInt(String(caseIds[0]).slice(0, 8), 16));
  await insert(
    'referral_slip',
    slipped.some(referrals, 0.5).map(({ source: { referral_id, case_id } }) => ({
      ...{ id: slipped.uuid(), referral_id, case_id, status: slipped.one(['open', 'void', 'locked', 'expired']), language: 'en' },
      ...{ issued_by_id: slipped.one(people).id, issued_at: '2026-02-03T05:00:00Z', expires_at: '2026-04-03T05:00:00Z', version: 1 },
      ...{ worker_id: slipped.one(people).id, unit_id: slipped.one(places).unitId, supervisor_unit_id: slipped.one(places).unitId },
      sealed: slipped.chance(0.3),
    })),
  );
  const packed = dice.some(referrals, 0.8).map(({ row: { id } }) => ({
    referral_id: id,
    package: { sex: 'female' },
    package_groups: ['F1'],
    to_unit_id: dice.one(places).unitId,
  }));
  await insert(
    'referral_package',
    packed.map((row) => ({ ...row, open: dice.chance(0.5), ...scope() })),
  );
  // Dice of its own: what was thrown before falls as it did.
  const said = new Dice(Number.parseInt(String(caseIds[1]).slice(0, 8), 16));
  await insert(
    'referral_message',
    said.some(referrals, 0.7).flatMap(({ row }) =>
      (['sender', 'recipient', 'sender'] as const).map((side) => ({
        ...{ id: said.uuid(), referral_id: row.id, to_unit_id: said.one(places).unitId, open: said.chance(0.5), side },
        ...{
          author_id: said.one(people).id,
          subject: 'other',
          text: said.uuid(),
          wants_answer: said.chance(0.5),
          at: '2026-03-01T08:00:00Z',
        },
        ...{ read_at: said.one(['2026-03-02T08:00:00Z', null]), ...scope() },
      })),
    ),
  );
  const delivered = dice
    .some(referrals, 0.5)
    .map(({ row }) => ({ id: dice.uuid(), referral_id: row.id, by_unit_id: row.to_unit_id, author_id: dice.one(people).id }));
  // Dice of their own: what is drawn after them stays as it was.
  const own = new Dice(Number.parseInt((delivered[0]?.id ?? '0').slice(0, 7), 16));
  // Which unit has the referral now says nothing of which one gave it.
  const hasNow = new Map(delivered.map(({ id }) => [id, own.one(places).unitId]));
  await insert(
    'delivery',
    delivered.map((row) => ({
      ...{ ...row, ...deliveryRow(dice), ...judgedRow(own), ...scope(), to_unit_id: hasNow.get(row.id) },
      // Told by a slip, and disputed: the sender's side may withdraw it.
      ...(own.chance(0.3) ? { author_id: null, status: 'disputed', dispute_reason: 'not-given' } : {}),
    })),
  );
  const sessions = delivered.slice(0, 2).map(({ by_unit_id, author_id }) => ({ id: own.uuid(), by_unit_id, author_id, ...sessionRow }));
  await insert('group_session', sessions);
  await insert(
    'delivery_source',
    own.some(delivered, 0.8).map(({ id, by_unit_id, author_id }) => ({
      ...{ delivery_id: id, to_unit_id: hasNow.get(id), staff_ids: [author_id] },
      group_session_id: sessions.find((session) => session.by_unit_id === by_unit_id)?.id ?? null,
    })),
  );
}

/** Programs that act for units, each with some keys. */
async function settleClients(insert: Insert, dice: Dice, people: World['people']): Promise<void> {
  const made = { made_by_id: people[0]?.id, made_at: '2026-01-01T08:00:00Z', version: 1 };
  const clients = dice.many(2, () => {
    const { unitId: unit_id, agencyId: agency_id } = dice.one(people);
    return { id: dice.uuid(), role: dice.one(['partner-worker', 'ministry-officer']), unit_id, agency_id };
  });
  const person = {
    display_name: 'Program',
    locale: 'en',
    active: true,
    suspended: false,
    version: 1,
    kind: 'client',
    email_number: 0,
    email_bounces: 0,
  };
  await insert(
    'person',
    clients.map((client) => ({ ...client, ...person, login: `client.${client.id}` })),
  );
  await insert(
    'api_client',
    clients.map((client) => ({ ...client, ...made, name: 'Program', scopes: ['referral:read'], addresses: [], active: dice.chance(0.5) })),
  );
  await insert(
    'client_key',
    clients.map(({ id }) => ({ id: dice.uuid(), client_id: id, prefix: 'pk_0000000a', ...made, expires_at: '2026-03-01T08:00:00Z' })),
  );
  await insert(
    'gauge',
    // A second world in the same database measures apart.
    clients.map(({ id }) => ({ id: dice.uuid(), name: `waiting ${id}`, amount: 3, measured_at: made.made_at })),
  );
  const drawn = clients.map(({ agency_id }) => ({ id: dice.uuid(), agency_id, drawn_at: made.made_at }));
  await insert('loop_figure', drawn);
  await insert(
    'loop_ageing',
    drawn.map((row) => ({ ...row, from_days: 0, to_days: 2, waiting: 5 })),
  );
  const webhooks = clients.map(({ id: client_id }) => ({ id: dice.uuid(), client_id, ...made }));
  await insert(
    'webhook',
    webhooks.map((webhook) => ({
      ...webhook,
      url: 'https://partner.example/',
      status: dice.one(['active', 'disabled']),
      secret_number: 1,
    })),
  );
  await insert(
    'webhook_message',
    webhooks.map(({ id: webhook_id }, position) => ({
      ...{ id: dice.uuid(), webhook_id, kind: dice.one(['ping', 'referral.sent']), subject_id: dice.uuid(), position },
      ...{ happened_at: made.made_at, next_try_at: made.made_at, status: dice.one(['queued', 'given_up']), attempts: 1, version: 1 },
    })),
  );
}

function consentRow(dice: Dice): Row {
  return {
    ...{ scopes: ['referral'], recipient_ids: [], basis: 'consent', text_version: '1', language: 'tg', given_by: 'self', form: 'spoken' },
    ...{ valid_from: '2026-01-01', valid_to: '2026-12-31', status: dice.one(['given', 'withdrawn', 'expired']), version: 1 },
  };
}

const referralStatuses = [
  'draft',
  'sent',
  'accepted',
  'rejected',
  'in_progress',
  'on_hold',
  'completed',
  'failed',
  'cancelled',
  'entered_in_error',
];

function referralRow(dice: Dice): Row {
  return {
    code: dice.uuid(),
    service_type: 'health',
    urgency: dice.one(['normal', 'urgent']),
    status: dice.one(referralStatuses),
    waiting_list: false,
    version: 1,
    ...{ awaits_sender: false, awaits_recipient: false, place_lapses: 0 },
  };
}

function deliveryRow(dice: Dice): Row {
  return {
    service_type: 'health',
    delivered_on: '2026-04-01',
    mode: 'in-person',
    attendance: dice.one(['attended', 'absent']),
    recorded_at: '2026-04-01T08:00:00Z',
  };
}

function judgedRow(dice: Dice): Row {
  return {
    ...{ status: dice.one(['recorded', 'confirmed', 'corrected']), back_dated: false, overdue: dice.chance(0.3), version: 1 },
    ...{ confirm_by: '2026-04-15T08:00:00Z', plan_domain: dice.one(['health', null]), units: dice.below(3) },
  };
}

const sessionRow: Row = { delivered_on: '2026-04-01', mode: 'group', size: 3, recorded_at: '2026-04-01T08:00:00Z' };

function followUpRow(dice: Dice): Row {
  const done = dice.chance(0.3) ? { done_on: '2026-03-01', result: 'well' } : {};
  return {
    type: dice.one(['visit', 'call']),
    status: dice.one(['planned', 'due', 'done']),
    due_on: '2026-03-01',
    risk_basis: 'low',
    country: 'TJ',
    ...{ reckoned_by: '', planned_on: '2026-03-01', moved_times: 0, after_waiver: false },
    version: 1,
    ...done,
  };
}

function dispatchRow(dice: Dice): Row {
  return { kind: dice.one(['before', 'day']), due_at: '2026-02-26T04:00:00Z', state: dice.one(['waiting', 'sent']), version: 1 };
}

function toldRow(dice: Dice): Row {
  return {
    kind: 'before',
    subject_type: 'follow-up',
    subject_id: dice.uuid(),
    due_on: '2026-03-01',
    created_at: '2026-02-26T04:00:00Z',
    version: 1,
  };
}

function mailRow(dice: Dice): Row {
  const at = '2026-02-26T04:00:00Z';
  const status = dice.one(['queued', 'sent', 'refused', 'given_up', 'bounced']);
  const reported = { reported_status: '5.1.1', reported_at: at };
  return {
    status,
    attempts: 1,
    channel: 'mail',
    replays: 0,
    email_number: 0,
    queued_at: at,
    next_try_at: at,
    version: 1,
    ...(status === 'bounced' ? reported : {}),
  };
}

function caseRow(dice: Dice, id: string, alias: number): Row {
  const dates = dice.chance(0.5) ? { risk_set_on: '2026-01-10', risk_expires_on: '2026-07-10' } : {};
  return {
    ...{ id, alias, code: dice.uuid(), status: dice.one(statuses), phase: dice.one(['P1', 'P2']), priority: dice.one(['normal', 'high']) },
    ...{ risk: dice.one(['unknown', 'low', 'high']), country: 'TJ', legal_basis: 'consent', version: 1, ...dates },
  };
}

/**
 * Somebody of the world in a role: mostly one who works there, now and then one who stands elsewhere or is a stranger. A social worker may
 * stand in for others of the world, whom the database takes as signed: whether they do is another proof's (test/identity/standing-in.spec.ts).
 */
export function actorIn(world: World, role: Role, dice: Dice): Actor {
  const { id, unitId, agencyId } = dice.one(world.people);
  const fate = dice.next();
  const place = fate < 0.7 ? { unitId, agencyId } : fate < 0.9 ? dice.one(world.places) : { unitId: dice.uuid(), agencyId: dice.uuid() };
  const actor = { id: fate < 0.95 ? id : dice.uuid(), role: role.name, persona: role.persona, ...place, sessionHash: null };
  if (role.persona !== 'p_social_worker' || dice.chance(0.4)) return actor;
  return { ...actor, standing: { day: '2026-03-06', for: dice.some(world.people.map((each) => each.id).filter((each) => each !== id)) } };
}

/** Every row of a record, whole, by the names the code gives its fields; `+table` says whether that part is there. */
export async function wholeRows(client: Client, record: RecordType): Promise<Row[]> {
  const tables: { key: string; rows: Row[] }[] = [];
  for (const { name, key } of record.tables) tables.push({ key, rows: (await client.query<Row>(`SELECT * FROM ${name}`)).rows });
  const own = tables[0]?.rows ?? [];
  return own.map((row) => {
    const held = tables.map(({ key, rows }) => (rows === own ? row : rows.find((each) => each[key] === row.id)));
    const values = Object.fromEntries([...record.fields.values()].map(({ name, column, table }) => [name, held[table]?.[column] ?? null]));
    return { ...values, ...Object.fromEntries(record.tables.map(({ name }, index) => [`+${name}`, held[index] !== undefined])) };
  });
}
