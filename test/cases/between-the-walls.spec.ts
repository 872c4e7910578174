import { beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { plainFields } from '../../migrations/1795000000130-closed-gaps.ts';
import { ClinicalRecord, DisclosureRecord, HealthRecord, ProtectionRecord } from '../../src/modules/cases/index.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { inCare } from '../support/care.ts';
import { until } from '../support/eventually.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, eventsOf, type Team } from '../support/teams.ts';
import { newConsent, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reason = { reason: 'relative-in-team' };
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 30_000);

/** Seals a case in a transaction that ends only after `act` has met it and waits. */
async function whileBeingSealed<T>(caseId: string, act: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: house.config.migrationDatabaseUrl ?? '' });
  await client.connect();
  try {
    const [{ pid } = { pid: 0 }] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows;
    await client.query('BEGIN');
    await client.query('UPDATE case_core SET sealed = true, seal_reason = $2 WHERE id = $1', [caseId, reason.reason]);
    const acting = act();
    await until(async () => {
      const waiting = await house.rows('SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [pid]);
      return waiting.length > 0;
    });
    await client.query('COMMIT');
    return await acting;
  } finally {
    await client.end();
  }
}

describe('What is added in the moment in which a case is sealed', () => {
  it('is sealed with it: an answer of another agency, and what the log and the timeline say of it', async () => {
    const { id, caseId } = await world.aSentReferral(team.worker, team.partner);
    const reply = await whileBeingSealed(caseId, () => team.partner.post(`/referrals/${id}/accept`));
    expect(reply.status).toBe(200);
    for (const table of ['timeline_entry', 'change_log']) {
      const open = await house.rows(`SELECT 1 FROM ${table} WHERE case_id = $1 AND NOT sealed`, [caseId]);
      expect([table, open]).toEqual([table, []]);
    }
    const told = await house.rows("SELECT 1 FROM timeline_entry WHERE case_id = $1 AND kind = 'referral-accepted'", [caseId]);
    expect(told).toHaveLength(1);
  });

  it('waits for whoever works in the case: what specialists sum up is refused them, and an edit is made on the sealed case', async () => {
    const { caseId, specialist } = await inCare(world, team.worker);
    const summed = await whileBeingSealed(caseId, () => specialist.post(`/cases/${caseId}/health-summary`, { codedNeeds: ['injury'] }));
    expect(summed.status).toBe(403);
    expect(await house.rows('SELECT 1 FROM case_health WHERE case_id = $1', [caseId])).toEqual([]);
    const { id } = await world.aCase(team.worker);
    const { body, headers } = await team.worker.post(`/cases/${id}/protection`, { safetyPlanState: 'to-be-made' });
    const edit = () =>
      team.supervisor.patch(`/protections/${body.id}`, { safetyPlanState: 'agreed' }, { 'if-match': String(headers.etag) });
    expect((await whileBeingSealed(id, edit)).status).toBe(404);
    expect(await house.rows('SELECT safety_plan_state FROM case_protection WHERE case_id = $1', [id])).toEqual([
      { safety_plan_state: 'to-be-made' },
    ]);
  });
});

describe('What somebody told, once the case is sealed', () => {
  const told = { typeCode: 'physical-violence', reportedOn: '2026-03-01', action: 'listened' };
  const sight = (path: string) =>
    Promise.all([team.worker, team.colleague, team.supervisor].map(async (who) => (await who.get(path)).status));

  it('is the worker’s alone, whoever else wrote it or was named, and no one else’s to edit', async () => {
    const author = await world.someone('social-worker', team.worker);
    const { id } = await world.aCase(author);
    const readerIds = [team.worker.id, team.colleague.id, team.supervisor.id];
    const { body } = await author.post(`/cases/${id}/disclosures`, { ...told, readerIds });
    const path = `/case-disclosures/${body.id}`;
    await team.supervisor.post(`/cases/${id}/assign`, { workerId: team.worker.id });
    expect([await sight(path), (await author.get(path)).status]).toEqual([[200, 200, 200], 200]);
    const { headers } = await author.get(path);
    await team.supervisor.post(`/cases/${id}/seal`, reason);
    expect([await sight(path), (await author.get(path)).status]).toEqual([[200, 404, 404], 404]);
    const edited = await author.patch(path, { action: 'safety-planned' }, { 'if-match': String(headers.etag) });
    expect([edited.status, (await author.post(`${path}/readers`, { readerIds: [] })).status]).toEqual([404, 404]);
    const change = "UPDATE case_disclosure SET action = 'safety-planned' WHERE id = $1";
    expect((await rawly(house, author, ['social-worker', 'p_social_worker'], change, [body.id])).count).toBe(0);
    await team.worker.post(`/cases/${id}/unseal`);
    expect([await sight(path), (await author.get(path)).status]).toEqual([[200, 200, 200], 200]);
  });

  it('stays as it was once the case is closed; only who reads it can still be narrowed', async () => {
    const { id } = await world.aCase(team.worker);
    const { body, headers } = await team.worker.post(`/cases/${id}/disclosures`, { ...told, readerIds: [team.colleague.id] });
    await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${id}/close`);
    const path = `/case-disclosures/${body.id}`;
    const reply = await team.worker.patch(path, { action: 'safety-planned' }, { 'if-match': String(headers.etag) });
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
    const more = await team.worker.post(`${path}/readers`, { readerIds: [team.colleague.id, team.supervisor.id] });
    expect([more.status, more.body.type, (await team.supervisor.get(path)).status]).toEqual([409, '/problems/case-closed', 404]);
    expect((await team.worker.post(`${path}/readers`, { readerIds: [] })).status).toBe(200);
    expect((await team.colleague.get(path)).status).toBe(404);
  });
});

describe('A sealed case whose worker has left', () => {
  const handOver = (to: string, by = team.supervisor) => by.post('/sealed-cases/hand-over', { workerId: to });

  it('goes to another worker, still sealed, by a supervisor who sees neither it nor whether there was one', async () => {
    const leaver = await world.someone('social-worker', team.worker);
    const { id } = await world.aCase(leaver);
    const { id: kept } = await world.aCase(team.worker);
    for (const each of [id, kept]) await team.supervisor.post(`/cases/${each}/seal`, reason);
    const before = await handOver(team.colleague.id);
    expect((await team.colleague.get(`/cases/${id}`)).status).toBe(404);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    const reply = await handOver(team.colleague.id);
    expect([reply.status, reply.text]).toEqual([204, before.text]);
    expect((await team.colleague.get(`/cases/${id}`)).body).toMatchObject({ sealed: true, workerId: team.colleague.id });
    expect((await team.supervisor.get(`/cases/${id}`)).status).toBe(404);
    const done = await eventsOf(house, team.supervisor.id, 'hand-over-sealed');
    expect(done).toMatchObject([{ record_ids: [] }, { record: 'case', record_ids: [], result: 'done' }]);
    expect([(await team.worker.get(`/cases/${kept}`)).status, (await team.colleague.get(`/cases/${kept}`)).status]).toEqual([200, 404]);
    const story = await team.colleague.get(`/cases/${id}/timeline`);
    expect(story.body.items).toContainEqual(expect.objectContaining({ kind: 'assigned', onBehalfOf: team.supervisor.id }));
    expect((await team.colleague.post(`/cases/${id}/unseal`)).status).toBe(200);
  });

  it('goes to nobody who is not at work there, and by nobody but the supervisor', async () => {
    const reply = await handOver(team.stranger.id);
    expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'workerId', code: 'not-of-the-unit' }]]);
    for (const who of [team.worker, team.partner]) expect((await handOver(team.colleague.id, who)).status).toBe(403);
  });

  it('is taken from nobody by a plain statement of the system, as long as its worker is at work', async () => {
    const { id } = await world.aCase(team.worker);
    await team.supervisor.post(`/cases/${id}/seal`, reason);
    const system = { ...team.worker, id: '00000000-0000-0000-0000-000000000000' };
    const give = 'UPDATE case_core SET worker_id = $2 WHERE id = $1';
    const given = (to: string) => rawly(house, system, ['system', 'p_system'], give, [id, to]);
    expect([(await given(team.colleague.id)).refused, (await given(team.stranger.id)).refused]).toEqual(['42501', '42501']);
  });
});

describe('By plain statements', () => {
  const worker = ['social-worker', 'p_social_worker'] as const;

  /** A draft for a place at school, which nobody has to approve. */
  async function aDraft(): Promise<{ id: string }> {
    const { id: caseId } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [team.partner.agencyId] });
    const asked = { toUnitId: team.partner.unitId, serviceType: 'school-place', urgency: 'high' };
    const { body } = await team.worker.post(`/cases/${caseId}/referrals`, asked);
    return { id: body.id as string };
  }

  it('the reason of a seal is written by nobody who hides who they are', async () => {
    const { id } = await world.aCase(team.worker);
    await team.supervisor.post(`/cases/${id}/seal`, reason);
    const forged = `UPDATE case_core SET seal_reason = 'other',
      phase = CASE WHEN set_config('app.ctx', '', true) = '' THEN phase END WHERE id = $1`;
    expect((await rawly(house, team.worker, worker, forged, [id])).refused).toBe('42501');
  });

  it('a package holds what is known to be plain, or is sensitive, whatever it says of itself', async () => {
    const { id } = await aDraft();
    for (const held of ['protectionRiskReasons', 'codedNeeds', 'note', 'anythingElse']) {
      await house.rows('UPDATE referral_package SET package = $2 WHERE referral_id = $1', [id, { sex: 'female', [held]: null }]);
      const sent = await rawly(house, team.worker, worker, "UPDATE referral SET status = 'sent' WHERE id = $1", [id]);
      expect([held, sent.refused]).toEqual([held, '42501']);
    }
    const hidden = `UPDATE referral_package SET package = '[{"note": "hidden"}]' WHERE referral_id = $1`;
    expect((await rawly(house, team.worker, worker, hidden, [id])).refused).toBe('23514');
    const plain = shippedReference().disclosureTemplates.flatMap(({ fields }) => fields.filter(({ group }) => !/^F[35]/.test(group)));
    const names = plain.map(({ field }) => field.replace(/.*\./, '').replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
    expect(names.filter((name) => !plainFields.includes(name))).toEqual([]);
    const sensitive = [HealthRecord, ClinicalRecord, DisclosureRecord, ProtectionRecord].flatMap(({ fields }) => [...fields.keys()]);
    expect(plainFields.filter((name) => sensitive.includes(name))).toEqual([]);
  });

  it('a package does not change and leave in one breath', async () => {
    const { id } = await aDraft();
    const more = `package = package || '{"protectionRiskReasons": ["neglect"]}'`;
    const both = [
      `WITH p AS (UPDATE referral_package SET ${more} WHERE referral_id = $1 RETURNING referral_id)
         UPDATE referral SET status = 'sent' FROM p WHERE referral.id = p.referral_id`,
      `WITH s AS (UPDATE referral SET status = 'sent' WHERE id = $1 RETURNING id)
         UPDATE referral_package SET ${more} FROM s WHERE referral_id = s.id`,
    ];
    for (const text of both) expect((await rawly(house, team.worker, worker, text, [id])).refused).toBe('42501');
  });

  it('nothing is born in a state that has to be come to', async () => {
    const { id: caseId } = await world.aCase(team.worker);
    const { id, consentId } = await world.aSentReferral(team.worker, team.partner);
    const born = (table: string, of: string, facts: object) =>
      rawly(
        house,
        team.worker,
        worker,
        `INSERT INTO ${table} SELECT (jsonb_populate_record(t, $2::jsonb || jsonb_build_object('id', gen_random_uuid()))).* FROM ${table} t WHERE id = $1`,
        [of, facts],
      );
    const births: [string, string, object][] = [
      ['case_core', caseId, { code: '222-222-2222', alias: 7, status: 'closed', closure_reason: 'goals-met' }],
      ['case_core', caseId, { code: '222-222-2222', alias: 7, closure_requested_by_id: team.colleague.id }],
      ['consent', consentId, { status: 'withdrawn' }],
      ['referral', id, { code: 'ZZZ-ZZZ-ZZZ1' }],
      ['referral', id, { code: 'ZZZ-ZZZ-ZZZ1', status: 'draft', package_open: true }],
    ];
    for (const [table, of, facts] of births)
      expect([table, facts, (await born(table, of, facts)).refused]).toEqual([table, facts, '42501']);
    const unsent = { code: 'ZZZ-ZZZ-ZZZ1', status: 'draft', sent_at: null, see_by: null, decide_by: null, delivered_at: null };
    expect((await born('referral', id, unsent)).refused).toBeNull();
  });
});
