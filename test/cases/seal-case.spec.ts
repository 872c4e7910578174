import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, atOnce, eventsOf, whileFailing, type Team } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reason = { reason: 'relative-in-team' };
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 30_000);

/** A case with a row of every kind. */
async function aWholeCase(): Promise<{ caseId: string; referralId: string; rows: string[] }> {
  const { id: referralId, caseId, consentId } = await world.aSentReferral(team.worker, team.partner);
  const need = await team.worker.post(`/cases/${caseId}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
  const note = await team.worker.post(`/cases/${caseId}/notes`, { note: 'Met at the centre.' });
  await team.partner.post(`/referrals/${referralId}/accept`);
  const given = { deliveredOn: '2026-03-02', mode: 'phone', attendance: 'attended' };
  const delivery = await team.partner.post(`/referrals/${referralId}/deliveries`, given);
  const followUp = (await team.worker.get(`/follow-ups?type=contact&caseId=${caseId}`)).body.items[0];
  const own = { needs: need.body, notes: note.body, deliveries: delivery.body, 'follow-ups': followUp } as Record<string, { id: string }>;
  const rows = Object.entries(own).map(([path, { id }]) => `/${path}/${id}`);
  return { caseId, referralId, rows: [...rows, `/cases/${caseId}`, `/consents/${consentId}`, `/referrals/${referralId}`] };
}
const seal = (id: string, by = team.supervisor) => by.post(`/cases/${id}/seal`, reason);
const sealed = async (): Promise<string> => {
  const { id } = await world.aCase(team.worker);
  expect((await seal(id)).status).toBe(204);
  return id;
};

describe('Sealing a case', () => {
  it('takes it and every row of it out of the team’s sight at once; worker and recipient go on', async () => {
    const { caseId, referralId, rows } = await aWholeCase();
    const statuses = (who = team.supervisor) => Promise.all(rows.map(async (path) => (await who.get(path)).status));
    expect(await statuses()).toEqual(rows.map(() => 200));
    const reply = await seal(caseId);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(await statuses()).toEqual(rows.map(() => 404));
    expect(await statuses(team.colleague)).toEqual(rows.map(() => 404));
    expect(await statuses(team.worker)).toEqual(rows.map(() => 200));
    for (const list of ['/cases', '/needs', '/notes', '/consents', '/referrals', '/deliveries', '/follow-ups'])
      expect((await team.supervisor.get(`${list}?limit=100`)).text).not.toMatch(new RegExp(`${caseId}|${referralId}`));
    expect((await team.worker.get(`/cases/${caseId}`)).body).toMatchObject({ sealed: true, sealReason: 'relative-in-team' });
    expect((await team.partner.get(`/referrals/${referralId}`)).body).toMatchObject({ status: 'in_progress', package: { sex: 'female' } });
    expect((await team.worker.post(`/cases/${caseId}/notes`, { note: 'The work goes on.' })).status).toBe(201);
  });

  it('covers what is added later', async () => {
    const id = await sealed();
    const need = await team.worker.post(`/cases/${id}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
    expect([need.status, (await team.supervisor.get(`/needs/${need.body.id}`)).status]).toEqual([201, 404]);
  });

  it.each([
    ['worker', 403],
    ['colleague', 404],
    ['stranger', 404],
    ['partner', 404],
  ] as const)('is refused to the %s with %i', async (who, status) => {
    const { id } = await world.aCase(team.worker);
    expect((await seal(id, team[who])).status).toBe(status);
    expect((await team.supervisor.get(`/cases/${id}`)).body.sealed).toBe(false);
  });

  it('needs a reason from the list', async () => {
    const { id } = await world.aCase(team.worker);
    for (const body of [{}, { reason: 'because' }]) {
      const reply = await team.supervisor.post(`/cases/${id}/seal`, body);
      expect([reply.status, reply.body.errors[0].field]).toEqual([400, 'reason']);
    }
  });

  it('happens once, however many press the button; a repeated request is told so', async () => {
    const { id } = await world.aCase(team.worker);
    const key = { 'idempotency-key': randomUUID() };
    expect((await team.supervisor.post(`/cases/${id}/seal`, reason, key)).status).toBe(204);
    expect((await team.supervisor.post(`/cases/${id}/seal`, reason, key)).status).toBe(204);
    const other = await world.aCase(team.worker);
    expect(await atOnce(4, () => seal(other.id))).toEqual([204, 404, 404, 404]);
  });

  it('is refused on a closed case, and where nobody would see it any more', async () => {
    const { id } = await world.aCase(team.worker);
    await house.rows('UPDATE case_core SET worker_id = NULL WHERE id = $1', [id]);
    expect((await seal(id)).body.type).toBe('/problems/case-without-worker');
    const leaver = await world.someone('social-worker', team.worker);
    const { id: left } = await world.aCase(leaver);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    expect((await seal(left)).body.type).toBe('/problems/case-without-worker');
    const { id: over } = await world.aCase(team.worker);
    await team.worker.post(`/cases/${over}/request-closure`, { reason: 'goals-met' });
    await team.supervisor.post(`/cases/${over}/close`);
    const reply = await seal(over);
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-closed']);
  });

  it('is all or nothing, and stands in the access log', async () => {
    const { caseId } = await aWholeCase();
    expect((await whileFailing(house, 'delivery', () => seal(caseId))).status).toBe(500);
    expect((await team.supervisor.get(`/cases/${caseId}`)).body).toMatchObject({ sealed: false, sealReason: null });
    await seal(caseId);
    const done = (await eventsOf(house, team.supervisor.id, 'seal')).filter(({ record_ids }) => record_ids.includes(caseId));
    expect(done).toMatchObject([{ record: 'case', result: 'done' }]);
  });

  it('leaves nobody to approve a closure, and says so', async () => {
    const id = await sealed();
    const reply = await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' });
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/case-sealed']);
    await team.worker.post(`/cases/${id}/unseal`);
    expect((await team.worker.post(`/cases/${id}/request-closure`, { reason: 'goals-met' })).status).toBe(200);
  });
});

describe('Lifting a seal', () => {
  it('is the worker’s, who alone sees the case', async () => {
    const id = await sealed();
    const shown = await team.worker.get(`/cases/${id}`);
    expect(shown.body.meta.can).toContain('unseal');
    for (const who of [team.supervisor, team.colleague, team.partner]) expect((await who.post(`/cases/${id}/unseal`)).status).toBe(404);
    const reply = await team.worker.post(`/cases/${id}/unseal`);
    expect([reply.status, reply.body]).toMatchObject([200, { sealed: false, sealReason: null }]);
    expect((await team.supervisor.get(`/cases/${id}`)).status).toBe(200);
    expect((await seal(id)).status).toBe(204);
  });

  it('is no deed on a case that is not sealed', async () => {
    const { id } = await world.aCase(team.worker);
    expect((await team.worker.get(`/cases/${id}`)).body.meta.can).not.toContain('unseal');
    expect((await team.worker.post(`/cases/${id}/unseal`)).status).toBe(403);
  });

  it('and setting one happen by their deeds alone: the table takes neither from worker or supervisor', async () => {
    const { id: open } = await world.aCase(team.worker);
    const shut = await sealed();
    const set = (who: 'worker' | 'supervisor', to: boolean, id: string) => {
      const as = who === 'worker' ? (['social-worker', 'p_social_worker'] as const) : (['supervisor', 'p_supervisor'] as const);
      return rawly(house, team[who], as, 'UPDATE case_core SET sealed = $2 WHERE id = $1', [id, to]);
    };
    expect([await set('worker', true, open), await set('supervisor', true, open)]).toMatchObject([
      { refused: '42501' },
      { refused: '42501' },
    ]);
    expect([await set('worker', false, shut), await set('supervisor', false, shut)]).toMatchObject([
      { refused: '42501' },
      { refused: null, count: 0 },
    ]);
  });
});
