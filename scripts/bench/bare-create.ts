import { randomInt, randomUUID } from 'node:crypto';
import { newCaseCode, newReferralCode, newTaskCode } from '../../src/kernel/case-code.ts';

/** What a new case is made from. */
export interface NewCaseBody {
  readonly country: string;
  readonly region: string;
  readonly legalBasis: string;
  readonly birthQuarter: string;
  readonly sex: string;
  readonly language: string;
  readonly arrivedOn: string;
}

interface Writing {
  readonly id: string;
  readonly statements: readonly { readonly name: string; readonly text: string; readonly values: readonly unknown[] }[];
}

const scope = 'worker_id, unit_id, supervisor_unit_id, sealed';
const types = ['contact', 'review', 'age-band-review'];
/** What the templates ask for at the beginning; most of it opens at once. */
const tasks = ['T-01', 'T-02', 'T-03', 'T-04', 'T-05', 'T-06', 'T-07', 'T-08', 'T-09'];
const reminders = ['soon-due', 'due', 'supervisor', 'focal-point', 'coordinator'];

const texts = {
  core: `INSERT INTO case_core (id, code, alias, status, phase, priority, risk, country, legal_basis, ${scope}, version)
    VALUES ($1, $2, $3, 'registered', 'P1', 'normal', 'unknown', $4, $5, $6, $7, $7, false, 1)`,
  profile: `INSERT INTO case_profile (case_id, age_band, sex, language, interpreter_needed, region, roles, ${scope})
    VALUES ($1, '6-11', $2, $3, false, $4, '{}', $5, $6, $6, false)`,
  anchor: `INSERT INTO case_anchor (case_id, arrived_on, registered_on, birth_quarter, ${scope})
    VALUES ($1, $2, current_date, $3, $4, $5, $5, false)`,
  situation: `INSERT INTO case_situation (case_id, ${scope}) VALUES ($1, $2, $3, $3, false)`,
  followUps: `INSERT INTO follow_up (id, case_id, type, status, due_on, risk_basis, country, reckoned_by, planned_on, ${scope}, version)
    SELECT each.id, $2, each.type, 'planned', current_date + 7, 'high', $3, '', current_date + 7, $4, $5, $5, false, 1
    FROM unnest($1::uuid[], $6::text[]) AS each (id, type)`,
  dispatches: `INSERT INTO follow_up_dispatch (id, follow_up_id, kind, due_at, state, version)
    SELECT each.id, each.of, each.kind, now() + interval '5 days', 'waiting', 1
    FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS each (id, of, kind)`,
  promises: `INSERT INTO platform.outbox (kind, subject_id, due_at, asked_as)
    SELECT 'remind-follow-up', each.id, now() + interval '5 days', 'system' FROM unnest($1::uuid[]) AS each (id)`,
  tasks: `INSERT INTO task (id, code, template, owner_unit_id, owner_agency_id, of_team, priority, status, due_on, opened_at, worked_since,
      round_hours, package_open, sharing_ended, ${scope}, version)
    SELECT each.id, each.code, each.template, $4, u.agency_id, true, 'normal', 'open', current_date + 7, now(), now(), '{}', false, false, $3, $4, $4, false, 1
    FROM unnest($1::uuid[], $2::text[], $5::text[]) AS each (id, code, template), unit u WHERE u.id = $4`,
  taskSources: `INSERT INTO task_source (task_id, case_id, from_template, occurrence, waits_for, age_at_edge, confirmed, ${scope})
    SELECT each.id, $2, each.template, 1, '{}', false, '{}', $3, $4, $4, false FROM unnest($1::uuid[], $5::text[]) AS each (id, template)`,
  taskClocks: `INSERT INTO task_clock (id, next_kind, next_at, version)
    SELECT each.id, 'soon-due', now() + interval '5 days', 1 FROM unnest($1::uuid[]) AS each (id)`,
  referral: `INSERT INTO referral (id, code, to_unit_id, to_agency_id, service_type, urgency, status, package_open,
      worker_id, unit_id, supervisor_unit_id, specialist_unit_id, sealed, version)
    SELECT $1, $2, u.id, u.agency_id, $4, $5, 'draft', false, c.worker_id, c.unit_id, c.supervisor_unit_id, c.specialist_unit_id, c.sealed, 1
    FROM unit u, case_core c WHERE u.id = $3 AND c.id = $6`,
  source: `INSERT INTO referral_source (referral_id, case_id, consent_id, sender_id, ${scope})
    SELECT $1, s.case_id, s.id, $3, s.worker_id, s.unit_id, s.supervisor_unit_id, s.sealed
    FROM consent s WHERE s.case_id = $2 AND s.status = 'active' LIMIT 1`,
  shared: `INSERT INTO referral_package (referral_id, package, package_groups, to_unit_id, open, ${scope})
    SELECT $1, jsonb_build_object('ageBand', p.age_band, 'sex', p.sex, 'region', p.region, 'language', p.language,
      'interpreterNeeded', p.interpreter_needed, 'needs', (SELECT coalesce(jsonb_agg(jsonb_build_object('needCode', n.need_code,
      'severity', n.severity)), '[]') FROM case_need n WHERE n.case_id = p.case_id AND n.status = 'open' AND n.domain = 'education')),
      '{F1,F2}', $3, false, p.worker_id, p.unit_id, p.supervisor_unit_id, p.sealed FROM case_profile p WHERE p.case_id = $2`,
};

/** The rows that opening a case leaves behind: the case in four tables, its first follow-ups, the reminders and their promises, its tasks. */
export function newCaseStatements(body: NewCaseBody, [workerId = '', unitId = '']: readonly string[]): Writing {
  const id = randomUUID();
  const followUpIds = types.map(() => randomUUID());
  const lines = followUpIds.flatMap((followUpId) => reminders.map((kind) => ({ id: randomUUID(), followUpId, kind })));
  const taskIds = tasks.map(() => randomUUID());
  const dispatchIds = lines.map((line) => line.id);
  const { country, region, legalBasis, birthQuarter, sex, language, arrivedOn } = body;
  return {
    id,
    statements: [
      statement('core', [id, newCaseCode(), randomInt(114) * 1_000 + randomInt(125), country, legalBasis, workerId, unitId]),
      statement('profile', [id, sex, language, region, workerId, unitId]),
      statement('anchor', [id, arrivedOn, birthQuarter, workerId, unitId]),
      statement('situation', [id, workerId, unitId]),
      statement('followUps', [followUpIds, id, country, workerId, unitId, types]),
      statement('dispatches', [dispatchIds, lines.map(({ followUpId }) => followUpId), lines.map(({ kind }) => kind)]),
      statement('promises', [dispatchIds]),
      statement('tasks', [taskIds, tasks.map(() => newTaskCode()), workerId, unitId, tasks]),
      statement('taskSources', [taskIds, id, workerId, unitId, tasks]),
      statement('taskClocks', [taskIds]),
    ],
  };
}

/** The rows that preparing a referral leaves behind: the request, its source, and what would be shared. */
export function newReferralStatements(
  { toUnitId, serviceType, urgency }: Readonly<Record<string, string>>,
  [caseId = '', senderId = '']: readonly string[],
): Writing {
  const id = randomUUID();
  return {
    id,
    statements: [
      statement('referral', [id, newReferralCode(), toUnitId, serviceType, urgency, caseId]),
      statement('source', [id, caseId, senderId]),
      statement('shared', [id, caseId, toUnitId]),
    ],
  };
}

function statement(name: keyof typeof texts, values: readonly unknown[]): Writing['statements'][number] {
  return { name, text: texts[name], values };
}
