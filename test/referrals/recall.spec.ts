import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { addDays, day } from '../../src/kernel/local-time.ts';
import { urlFor } from '../../src/platform/config.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { inCare } from '../support/care.ts';
import { until } from '../support/eventually.ts';
import { genuine } from '../support/policy-walls.ts';
import { rawly } from '../support/raw-table.ts';
import { states } from '../support/referral-matrix.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const open = ['sent', 'accepted', 'in_progress', 'on_hold'];
const refused = (reply: Reply) => [reply.status, String(reply.body.type).replace('/problems/', '')];

let team: Team;
let partner: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  partner = await world.someone('partner-worker');
}, 30_000);

beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

const recall = (who: Someone, id: string, reason = 'sent-wrongly'): Promise<Reply> => who.post(`/referrals/${id}/recall`, { reason });
const toldTo = async (who: Someone, subjectId: string): Promise<string[]> =>
  (await house.rows<{ kind: string }>('SELECT kind FROM notification WHERE person_id = $1 AND subject_id = $2', [who.id, subjectId]))
    .map(({ kind }) => kind)
    .sort();

describe('A supervisor takes a referral back', () => {
  it.each(states)('that is %s', async (state) => {
    const { id } = await world.aSentReferral(team.worker, partner);
    await house.rows('UPDATE referral SET status = $2, package_open = $3 WHERE id = $1', [
      id,
      state,
      state !== 'sent' && open.includes(state),
    ]);
    const reply = await recall(team.supervisor, id);
    if (!open.includes(state)) {
      expect(refused(reply)).toEqual([409, 'referral-cannot-recall']);
      return;
    }
    expect([reply.status, reply.body]).toMatchObject([200, { status: 'cancelled', reason: 'sent-wrongly', packageOpen: false }]);
    expect(refused(await partner.post(`/referrals/${id}/accept`))).toEqual([409, 'referral-cannot-accept']);
  });

  it('and both sides hear of it, each in its own words, and the timeline has it', async () => {
    const { id, caseId } = await world.aSentReferral(team.worker, partner);
    await partner.post(`/referrals/${id}/accept`);
    expect((await partner.get(`/referrals/${id}`)).body).toHaveProperty('package');
    expect((await recall(team.supervisor, id)).status).toBe(200);
    expect(await toldTo(team.worker, id)).toEqual(['accepted', 'recalled']);
    expect(await toldTo(partner, id)).toEqual(['arrived', 'cancelled']);
    const shown = await partner.get(`/referrals/${id}`);
    expect([shown.body.status, 'package' in shown.body]).toEqual(['cancelled', false]);
    expect(shown.text).not.toContain(team.supervisor.id);
    const { items } = (await team.worker.get(`/cases/${caseId}/timeline?kind=referral-recalled`)).body;
    expect(items).toMatchObject([{ subjectId: id, details: { reason: 'sent-wrongly' }, onBehalfOf: team.supervisor.id }]);
  });

  it('for a reason that is a supervisor’s', async () => {
    const { id } = await world.aSentReferral(team.worker, partner);
    for (const { id: reason, by } of shippedReference().codes('referral-cancel-reason')) {
      await house.rows(`UPDATE referral SET status = 'sent', ended_at = NULL WHERE id = $1`, [id]);
      expect([reason, (await recall(team.supervisor, id, reason)).status]).toEqual([reason, by.includes('supervisor') ? 200 : 400]);
    }
  });

  it('and specialists leave the case with it', async () => {
    const { caseId, referralId, specialist } = await inCare(world, team.worker);
    expect((await specialist.get(`/cases/${caseId}`)).status).toBe(200);
    expect((await recall(team.supervisor, referralId)).status).toBe(200);
    expect((await specialist.get(`/cases/${caseId}`)).status).toBe(404);
  });

  it('and nobody else does: not the worker, who calls it off, not another’s supervisor, not the recipient, and of a sealed case nobody', async () => {
    const { id, caseId } = await world.aSentReferral(team.worker, partner);
    const elsewhere = await world.someone('supervisor');
    const statuses = [];
    for (const who of [team.worker, team.colleague, elsewhere, partner, team.partner]) statuses.push((await recall(who, id)).status);
    expect(statuses).toEqual([403, 404, 404, 403, 404]);
    await team.supervisor.post(`/cases/${caseId}/seal`, { reason: 'relative-in-team' });
    expect((await recall(team.supervisor, id)).status).toBe(404);
    expect((await team.worker.get(`/referrals/${id}`)).body.status).toBe('sent');
  });

  it('or the recipient accepts it, not both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await world.aSentReferral(team.worker, partner);
      const [taken, accepted] = await Promise.all([recall(team.supervisor, id), partner.post(`/referrals/${id}/accept`)]);
      // Whoever comes second meets what the first has made of it: an accepted referral can be taken back, a recalled one not be accepted.
      expect([taken.status, [200, 409].includes(accepted.status)]).toEqual([200, true]);
      expect((await team.worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'cancelled', packageOpen: false });
    }
  });
});

describe('What a supervisor cannot do with a plain statement', () => {
  const supervisor = ['supervisor', 'p_supervisor'] as const;
  const by = async (text: string, values: unknown[] = []) => (await rawly(house, team.supervisor, supervisor, text, values)).refused;

  it('is to answer for the recipient, to open a package, or to send what the worker prepared', async () => {
    const { id, caseId } = await world.aSentReferral(team.worker, partner);
    const wanted = { toUnitId: partner.unitId, serviceType: 'legal-aid', urgency: 'high' };
    const draft = (await team.worker.post(`/cases/${caseId}/referrals`, wanted)).body.id as string;
    const unseen = `version = CASE WHEN set_config('app.ctx', '', true) = '' THEN version END`;
    for (const sets of [`status = 'accepted'`, `status = 'rejected'`, `package_open = true`, `status = 'draft'`, `reason = 'other'`])
      for (const text of [sets, `${sets}, ${unseen}`])
        expect([text, await by(`UPDATE referral SET ${text} WHERE id = $1`, [id])]).toEqual([text, '42501']);
    expect(await by(`UPDATE referral SET status = 'sent' WHERE id = $1`, [draft])).toBe('42501');
    expect(await by('UPDATE referral_source SET reroutes = 3 WHERE referral_id = $1', [id])).toBe('42501');
    expect(await by(`UPDATE referral SET status = 'cancelled', package_open = false, reason = 'safety' WHERE id = $1`, [id])).toBeNull();
  });

  it('is to make a referral, but instead of one of the same case that is over, in the own name', async () => {
    const { id, caseId, consentId } = await world.aSentReferral(team.worker, partner);
    const other = await world.aSentReferral(team.worker, partner);
    await house.rows(`UPDATE referral SET status = 'rejected' WHERE id = ANY ($1)`, [[id, other.id]]);
    const make = (instead: string | null, more: { reroutes?: number; sender?: string; service?: string } = {}) =>
      by(
        `WITH made AS (
           INSERT INTO referral (id, code, to_unit_id, to_agency_id, service_type, urgency, status, package_open, unit_id, supervisor_unit_id, sealed, version)
           VALUES (gen_random_uuid(), gen_random_uuid(), $1, $2, $3, 'high', 'draft', false, $4, $4, false, 1) RETURNING id)
         INSERT INTO referral_source (referral_id, case_id, consent_id, sender_id, age_at_edge, one_off, rerouted_from_id, reroute_reason, reroutes,
             unit_id, supervisor_unit_id, sealed)
           SELECT id, $5, $6, $7, false, '{}', $8, $9, $10, $4, $4, false FROM made`,
        [
          ...[partner.unitId, partner.agencyId, more.service ?? 'school-place', team.supervisor.unitId, caseId, consentId],
          ...[more.sender ?? team.supervisor.id, instead, instead === null ? null : 'refused', more.reroutes ?? (instead === null ? 0 : 1)],
        ],
      );
    expect(await make(null)).toBe('42501');
    expect(await make(other.id)).toBe('42501');
    expect(await make(id, { reroutes: 2 })).toBe('42501');
    expect(await make(id, { sender: team.worker.id })).toBe('42501');
  });
});

describe('Access ends in the moment in which a referral does', () => {
  const ways: readonly (readonly [string, (id: string, consentId: string) => Promise<Reply>])[] = [
    ['the supervisor recalls it', (id) => recall(team.supervisor, id)],
    ['the worker calls it off', (id) => team.worker.post(`/referrals/${id}/cancel`, { reason: 'need-met' })],
    ['the person takes the consent back', (_, consentId) => team.worker.post(`/consents/${consentId}/withdraw`)],
  ];

  it.each(ways)('%s: whoever reads before the end sees all, whoever reads after it nothing', async (_way, end) => {
    const { id, consentId } = await world.aSentReferral(team.worker, partner);
    await partner.post(`/referrals/${id}/accept`);
    const held = async (client: Client) =>
      (await client.query('SELECT package FROM referral_package WHERE referral_id = $1', [id])).rowCount;
    const seen = async () => {
      const { status, body } = await partner.get(`/referrals/${id}`);
      return [status, body.status, 'package' in body];
    };
    const [reader, holder] = [
      new Client({ connectionString: urlFor(house.config, 'app_login') }),
      new Client({ connectionString: house.config.migrationDatabaseUrl ?? '' }),
    ];
    await Promise.all([reader.connect(), holder.connect()]);
    try {
      // A reader under way, as the database sees a partner.
      await reader.query('BEGIN');
      const { id: personId, unitId, agencyId } = partner;
      const who = { id: personId, role: 'partner-worker', persona: 'p_partner', unitId, agencyId, sessionHash: null } as const;
      await reader.query(`SELECT set_config('role', $1, true), set_config('app.ctx', $2, true)`, [
        `${house.config.rolePrefix}p_partner`,
        genuine(house.config, who),
      ]);
      expect(await held(reader)).toBe(1);
      // The end has done its work and cannot be over yet: it waits to write its line in the timeline.
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE timeline_entry IN SHARE ROW EXCLUSIVE MODE');
      const ending = end(id, consentId);
      const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
      await until(async () => (await house.rows(waiting)).length === 1);
      expect([await held(reader), await seen()]).toEqual([1, [200, 'accepted', true]]);
      await holder.query('ROLLBACK');
      expect((await ending).status).toBe(200);
      expect([await held(reader), await seen()]).toEqual([0, [200, 'cancelled', false]]);
    } finally {
      await Promise.all([reader.end(), holder.end()]);
    }
  });
});

describe('A recipient holds a referral', () => {
  const hold = async (holdUntil: unknown): Promise<Reply> => {
    const { id } = await world.aSentReferral(team.worker, partner);
    await partner.post(`/referrals/${id}/accept`);
    return partner.post(`/referrals/${id}/hold`, { reason: 'waiting-list', holdUntil });
  };
  const most = shippedReference().timers.referralHoldDaysAtMost;

  it('until a day, if it is known, that is not past and not too far off', async () => {
    const on = (days: number): string => addDays(day('2026-03-02'), days);
    for (const last of [undefined, on(0), on(most)])
      expect([last, (await hold(last)).body]).toMatchObject([last, { status: 'on_hold', holdUntil: last ?? null }]);
    for (const [last, code] of [
      [on(-1), 'in-the-past'],
      [on(most + 1), 'too-late'],
      ['2026-02-30', 'not-a-day'],
      [7, 'not-a-day'],
    ])
      expect((await hold(last)).body.errors).toMatchObject([{ field: 'holdUntil', code }]);
  });

  it('and takes it up again itself; nobody else does', async () => {
    const { body } = await hold('2026-03-20');
    expect((await team.worker.get(`/referrals/${body.id}`)).body.holdUntil).toBe('2026-03-20');
    for (const who of [team.worker, team.supervisor]) expect((await who.post(`/referrals/${body.id}/resume`)).status).toBe(403);
    expect((await partner.post(`/referrals/${body.id}/resume`)).body).toMatchObject({ status: 'in_progress', holdUntil: null });
  });

  it('and a day of waiting is over with the referral', async () => {
    for (const [path, input] of [
      ['fail', { reason: 'not-reached' }],
      ['cancel', { reason: 'need-met' }],
    ] as const) {
      const { body } = await hold('2026-03-20');
      expect((await partner.post(`/referrals/${body.id}/${path}`, input)).body.holdUntil).toBeNull();
    }
  });
});
