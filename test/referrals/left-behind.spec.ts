import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Persona } from '../../src/platform/database/roles.ts';
import { openHouse } from '../support/app.ts';
import { anAccepted, log, logged } from '../support/deliveries.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { walked } from '../support/tasks.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const sending = '2026-03-02T04:00:00Z';
const later = '2026-03-02T05:00:00Z';

let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date(sending)));

/** Somebody in a unit that lies under another one's, in the same agency. */
async function below(above: Someone, role = 'ministry-officer'): Promise<Someone> {
  const [unit] = await house.rows<{ id: string }>(
    `INSERT INTO unit (id, agency_id, parent_unit_id, name, region) VALUES (gen_random_uuid(), $1, $2, 'Below', 'TJ-SU') RETURNING id`,
    [above.agencyId, above.unitId],
  );
  return world.someone(role, { unitId: unit!.id, agencyId: above.agencyId });
}
const anOfficer = async (): Promise<Someone> => world.someone('ministry-officer', await world.aUnit('education'));
const dissolve = (unitId: string): Promise<unknown> => house.rows('UPDATE unit SET active = false WHERE id = $1', [unitId]);
const leave = (id: string): Promise<unknown> => house.rows('UPDATE person SET active = false WHERE id = $1', [id]);

describe('A unit that is no more', () => {
  it('leaves its referrals to the unit above it as far as they have come, in nobody’s hands, with the deadlines they had', async () => {
    const above = await anOfficer();
    const officer = await below(above);
    const [sent, accepted, over] = [
      await world.aSentReferral(team.worker, officer),
      await world.aSentReferral(team.worker, officer),
      await world.aSentReferral(team.worker, officer),
    ];
    await walked([officer, `/referrals/${accepted.id}/accept`], [officer, `/referrals/${over.id}/reject`, { reason: 'no-capacity' }]);
    const before = (await team.worker.get(`/referrals/${sent.id}`)).body;
    await dissolve(officer.unitId);
    await goRoundAt(house, later, later);
    const taken = await above.get(`/referrals/${accepted.id}`);
    expect(taken.body).toMatchObject({ status: 'accepted', toUnitId: above.unitId, claimedById: null, package: { sex: 'female' } });
    expect((await above.get(`/referrals/${sent.id}`)).body).toMatchObject({ seeBy: before.seeBy, decideBy: before.decideBy });
    expect([await told(above, accepted.id), await told(above, sent.id)]).toEqual([['passed-on'], ['passed-on']]);
    // Whoever was there before sees what is over, and nothing else.
    const statuses = await Promise.all([sent, accepted, over].map(async ({ id }) => (await officer.get(`/referrals/${id}`)).status));
    expect(statuses).toEqual([404, 404, 200]);
    expect((await above.get(`/referrals/${over.id}`)).status).toBe(404);
    await walked([above, `/referrals/${accepted.id}/claim`], [above, `/referrals/${sent.id}/accept`]);
    expect(await told(team.worker, sent.id)).toEqual(['accepted']);
  });

  it('leaves what was said on them too: the unit above answers, whoever was there before reads no more', async () => {
    const above = await anOfficer();
    const officer = await below(above);
    const { id } = await world.aSentReferral(team.worker, officer);
    await walked([officer, `/referrals/${id}/accept`]);
    const { body: asked } = await team.worker.post(`/referrals/${id}/messages`, {
      subject: 'state-of-things',
      text: 'The stairs have a rail.',
    });
    await dissolve(officer.unitId);
    await goRoundAt(house, later, later);
    expect((await officer.get(`/referral-messages/${asked.id}`)).status).toBe(404);
    expect((await above.get(`/referrals/${id}/messages`)).body.items).toMatchObject([{ id: asked.id }]);
    expect((await above.post(`/referral-messages/${asked.id}/read`)).status).toBe(200);
    const answer = { subject: 'answer', text: 'It has a rail.', answersId: asked.id };
    expect((await above.post(`/referrals/${id}/messages`, answer)).status).toBe(201);
    expect((await team.worker.get(`/referrals/${id}`)).body).toMatchObject({ awaitsRecipient: false });
  });

  it('leaves what it gave to the unit above it: that hears what is wrong with it, corrects it, and counts it once', async () => {
    const above = await anOfficer();
    const officer = await below(above);
    const { id } = await anAccepted(world, team.worker, officer);
    const given = await logged(officer, id, { units: 3, staffIds: [officer.id] });
    await dissolve(officer.unitId);
    await goRoundAt(house, later, later);
    expect((await above.get(`/deliveries/${given}`)).body).toMatchObject({ byUnitId: officer.unitId, staffIds: [officer.id] });
    expect((await officer.get(`/deliveries/${given}`)).status).toBe(404);
    expect((await log(above, id)).body).toMatchObject({ status: 409, type: '/problems/duplicate-delivery', deliveryId: given });
    await walked([team.worker, `/deliveries/${given}/dispute`, { reason: 'wrong-amount' }]);
    expect(await told(above, given)).toEqual(['disputed']);
    expect((await log(above, id, { units: 1, correctsId: given })).body).toMatchObject({ byUnitId: above.unitId, correctsId: given });
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 5, clientConfirmed: 'yes' };
    await walked([above, `/referrals/${id}/complete`, outcome]);
    const { items } = (await team.worker.get(`/deliveries?referralId=${id}`)).body as { items: { units: number; status: string }[] };
    expect(items.map(({ units, status }) => `${status} ${units}`).sort()).toEqual(['corrected 3', 'recorded 1', 'recorded 4']);
  });

  it('keeps them where no unit is above it: the agency’s focal point is told when nobody answers', async () => {
    const officer = await anOfficer();
    const [head] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region) VALUES (gen_random_uuid(), $1, 'Head office', 'TJ-DU') RETURNING id`,
      [officer.agencyId],
    );
    const focal = await world.someone('focal-point', { unitId: head!.id, agencyId: officer.agencyId });
    const { id, caseId } = await world.aSentReferral(team.worker, officer);
    await walked([team.worker, `/cases/${caseId}/risk`, { risk: 'low' }]);
    await dissolve(officer.unitId);
    await goRoundAt(house, later, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z');
    expect((await team.worker.get(`/referrals/${id}`)).body.toUnitId).toBe(officer.unitId);
    expect(await told(focal, officer.unitId)).toEqual(['referrals-unanswered']);
  });

  it('leaves a person it cared for to the specialists above it', async () => {
    const above = await world.someone('specialist', await world.aUnit('health-restricted'));
    const specialist = await below(above, 'specialist');
    const { id, caseId } = await world.aSentReferral(team.worker, specialist, 'psychosocial-support');
    await walked([specialist, `/referrals/${id}/accept`]);
    expect((await team.worker.get(`/cases/${caseId}`)).body.specialistUnitId).toBe(specialist.unitId);
    await dissolve(specialist.unitId);
    await goRoundAt(house, later);
    expect((await team.worker.get(`/cases/${caseId}`)).body.specialistUnitId).toBe(above.unitId);
  });
});

describe('Whoever took a referral on and', () => {
  let officer: Someone;
  let colleague: Someone;
  beforeEach(async () => {
    officer = await anOfficer();
    colleague = await world.someone('ministry-officer', officer);
  });

  it.each([
    ['has left', (who: Someone) => leave(who.id)],
    [
      'works in another unit now',
      async (who: Someone) => house.rows('UPDATE person SET unit_id = $2 WHERE id = $1', [who.id, (await below(who)).unitId]),
    ],
    ['does other work now', (who: Someone) => house.rows(`UPDATE person SET role = 'administrator' WHERE id = $1`, [who.id])],
  ])('%s leaves it to the others, who are told', async (_, go) => {
    const [sent, accepted] = [await world.aSentReferral(team.worker, officer), await world.aSentReferral(team.worker, officer)];
    await walked([officer, `/referrals/${sent.id}/claim`], [officer, `/referrals/${accepted.id}/accept`]);
    expect((await colleague.post(`/referrals/${sent.id}/accept`)).body.type).toBe('/problems/referral-claimed');
    await go(officer);
    await goRoundAt(house, later, later);
    for (const { id } of [sent, accepted]) {
      expect((await colleague.get(`/referrals/${id}`)).body).toMatchObject({ toUnitId: officer.unitId, claimedById: null });
      expect((await told(colleague, id)).sort()).toEqual(['arrived', 'left-behind']);
    }
    await walked([colleague, `/referrals/${sent.id}/accept`], [colleague, `/referrals/${accepted.id}/hold`, { reason: 'waiting-list' }]);
    expect(await told(team.worker, accepted.id)).toEqual(['accepted', 'on-hold']);
  });

  it('is still there keeps it', async () => {
    const { id } = await world.aSentReferral(team.worker, officer);
    await walked([officer, `/referrals/${id}/claim`]);
    await goRoundAt(house, later);
    expect((await officer.get(`/referrals/${id}`)).body.claimedById).toBe(officer.id);
  });
});

describe('Two services with the same deadlines', () => {
  it('are two referrals, and each is told of', async () => {
    const officer = await anOfficer();
    const { id: caseId } = await world.aCase(team.worker);
    await walked([team.worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [officer.agencyId] }]);
    const ids: string[] = [];
    for (const serviceType of ['school-place', 'early-learning']) {
      const asked = { toUnitId: officer.unitId, serviceType, urgency: 'high' };
      const { body } = await team.worker.post(`/cases/${caseId}/referrals`, asked);
      await walked([team.worker, `/referrals/${body.id}/send`]);
      ids.push(body.id as string);
    }
    await goRoundAt(house, '2026-03-03T03:00:00Z');
    for (const id of ids) expect((await told(officer, id)).sort()).toEqual(['arrived', 'see-soon']);
    expect(await nextOf(house, ids[0]!, 'seen')).toBe(await nextOf(house, ids[1]!, 'seen'));
  });
});

describe('A case in another country', () => {
  it('has the deadlines of that country’s calendar, whatever country the recipient is in', async () => {
    const officer = await anOfficer();
    await house.clock.moveTo(new Date('2026-05-06T10:00:00Z'));
    const { id: caseId } = await world.aCase(team.worker, { country: 'KZ', region: 'KZ-10' });
    const agreed = { ...newConsent, givenOn: '2026-05-06', recipientIds: [officer.agencyId] };
    await walked([team.worker, `/cases/${caseId}/consents`, agreed]);
    const asked = { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' };
    const { body } = await team.worker.post(`/cases/${caseId}/referrals`, asked);
    const sent = await team.worker.post(`/referrals/${body.id}/send`);
    // The seventh and the eleventh are days off there.
    expect([sent.body.seeBy, sent.body.decideBy]).toEqual(['2026-05-08T10:00:00.000Z', '2026-05-12T10:00:00.000Z']);
  });
});

describe('Between the walls', () => {
  const change = async (who: Someone, role: string, persona: Persona, id: string, set: string): Promise<string> =>
    (await rawly(house, who, [role, persona], `UPDATE referral SET ${set} WHERE id = $1`, [id])).refused ?? 'done';

  it('nobody says in the system’s stead that a referral arrived', async () => {
    const gone = await anOfficer();
    await leave(gone.id);
    const { id } = await world.aSentReferral(team.worker, gone);
    const set = `delivered_at = '2026-03-02T04:00:00Z'`;
    expect(await change(team.worker, 'social-worker', 'p_social_worker', id, set)).toBe('42501');
    expect(await change(gone, 'ministry-officer', 'p_ministry', id, set)).toBe('42501');
    expect(await change(gone, 'system', 'p_system', id, set)).toBe('done');
  });

  it('a referral leaves its unit only when that is no more, in nobody’s hands, and for one of the same agency', async () => {
    const above = await anOfficer();
    const [officer, stranger] = [await below(above), await anOfficer()];
    const { id } = await world.aSentReferral(team.worker, officer);
    const to = (unitId: string): string => `to_unit_id = '${unitId}'`;
    const system = (set: string): Promise<string> => change(officer, 'system', 'p_system', id, set);
    expect(await system(to(above.unitId))).toBe('42501');
    await dissolve(officer.unitId);
    expect(await system(to(stranger.unitId))).toBe('42501');
    expect(await system(`${to(above.unitId)}, urgency = 'normal'`)).toBe('42501');
    expect(await system(`${to(above.unitId)}, claimed_by_id = '${officer.id}'`)).toBe('42501');
    expect(await change(team.worker, 'social-worker', 'p_social_worker', id, to(above.unitId))).toBe('42501');
    expect(await system(to(above.unitId))).toBe('done');
  });
});
