import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aSpecialist, inCare } from '../support/care.ts';
import { rawly } from '../support/raw-table.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newConsent, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
}, 30_000);

const caringFor = async (caseId: string): Promise<unknown[]> => {
  const { body } = await team.worker.get(`/cases/${caseId}`);
  return [body.specialistUnitId, body.specialistReferralId];
};

/** Another referral of a case to a unit, accepted. */
async function another(caseId: string, to: Someone, serviceType = 'psychosocial-support'): Promise<string> {
  await team.worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [to.agencyId] });
  const wish = { toUnitId: to.unitId, serviceType, urgency: 'normal', duplicateReason: 'more-of-it' };
  const { body } = await team.worker.post(`/cases/${caseId}/referrals`, wish);
  await team.worker.post(`/referrals/${body.id}/send`);
  expect((await to.post(`/referrals/${body.id}/accept`)).status).toBe(200);
  return body.id as string;
}

describe('Specialists who accept a referral for care', () => {
  it('see where the case stands and its health, and nothing else of it; before that not even that it exists', async () => {
    const specialist = await aSpecialist(world);
    const sent = await world.aSentReferral(team.worker, specialist, 'psychosocial-support');
    expect((await specialist.get(`/cases/${sent.caseId}`)).status).toBe(404);
    expect((await specialist.get('/referrals')).body.items).toMatchObject([{ id: sent.id, status: 'sent' }]);
    await specialist.post(`/referrals/${sent.id}/accept`);
    const seen = await specialist.get(`/cases/${sent.caseId}`);
    expect(seen.body).toMatchObject({ status: 'registered', specialistUnitId: specialist.unitId, specialistReferralId: sent.id });
    for (const name of ['alias', 'ageBand', 'sex', 'district', 'birthQuarter', 'careArrangement', 'legalBasis'])
      expect(seen.body).not.toHaveProperty(name);
    expect(seen.body.meta).toEqual({ masked: [], editable: [], can: [] });
    const lists = await Promise.all(['needs', 'notes', 'consents', 'protections', 'follow-ups'].map((path) => specialist.get(`/${path}`)));
    for (const { status, body } of lists) expect(status === 404 || status === 403 || body.items.length === 0).toBe(true);
    expect((await specialist.get(`/referrals/${sent.id}`)).body).not.toHaveProperty('caseId');
  });

  it.each([
    ['completed', 'complete', { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' }],
    ['failed', 'fail', { reason: 'not-reached' }],
    ['called off', 'cancel', { reason: 'need-met' }],
  ] as const)('see nothing of it any more once the referral is %s, and write nothing', async (_, deed, body) => {
    const { caseId, referralId, specialist } = await inCare(world, team.worker);
    const made = await specialist.post(`/cases/${caseId}/clinical-entries`, { note: 'First talk.' });
    expect(await caringFor(caseId)).toEqual([specialist.unitId, referralId]);
    expect((await specialist.post(`/referrals/${referralId}/${deed}`, body)).status).toBe(200);
    expect(await caringFor(caseId)).toEqual([null, null]);
    const after = await Promise.all([
      specialist.get(`/cases/${caseId}`),
      specialist.get(`/clinical-entries/${made.body.id}`),
      specialist.post(`/cases/${caseId}/clinical-entries`, { note: 'Too late.' }),
      specialist.post(`/cases/${caseId}/health-summary`, { flags: [] }),
    ]);
    expect(after.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  it('see nothing of it from the moment the consent is taken back', async () => {
    const { caseId, consentId, specialist } = await inCare(world, team.worker);
    await specialist.post(`/cases/${caseId}/clinical-entries`, { note: 'First talk.' });
    expect((await team.worker.post(`/consents/${consentId}/withdraw`)).status).toBe(200);
    expect(await caringFor(caseId)).toEqual([null, null]);
    const raw = await rawly(house, specialist, ['specialist', 'p_specialist'], 'SELECT FROM case_clinical WHERE case_id = $1', [caseId]);
    expect([(await specialist.get(`/cases/${caseId}`)).status, raw.count]).toEqual([404, 0]);
  });

  it('keep it while they have another referral, and leave it to the next unit when they have none', async () => {
    const { caseId, referralId, specialist } = await inCare(world, team.worker);
    const second = await another(caseId, specialist);
    const other = await aSpecialist(world);
    const third = await another(caseId, other);
    expect(await caringFor(caseId)).toEqual([specialist.unitId, referralId]);
    expect((await other.get(`/cases/${caseId}`)).status).toBe(404);
    await specialist.post(`/referrals/${referralId}/fail`, { reason: 'not-reached' });
    expect(await caringFor(caseId)).toEqual([specialist.unitId, second]);
    await specialist.post(`/referrals/${second}/fail`, { reason: 'not-reached' });
    expect(await caringFor(caseId)).toEqual([other.unitId, third]);
    expect([(await specialist.get(`/cases/${caseId}`)).status, (await other.get(`/cases/${caseId}`)).status]).toEqual([404, 200]);
  });

  it('are called in by care alone, and only where there are specialists', async () => {
    const partner = await world.someone('partner-worker');
    const { caseId } = await world.aSentReferral(team.worker, partner, 'psychosocial-support');
    await another(caseId, partner);
    expect(await caringFor(caseId)).toEqual([null, null]);
    await world.someone('specialist', partner);
    await another(caseId, partner, 'catch-up-learning');
    expect(await caringFor(caseId)).toEqual([null, null]);
  });

  it('answer as other recipients do: claim, deliver, reject', async () => {
    const specialist = await aSpecialist(world);
    const { id } = await world.aSentReferral(team.worker, specialist, 'psychosocial-support');
    expect((await specialist.post(`/referrals/${id}/claim`)).body.claimedById).toBe(specialist.id);
    expect((await specialist.post(`/referrals/${id}/accept`)).body.package).toMatchObject({ ageBand: '6-11' });
    const given = { deliveredOn: '2026-03-02', mode: 'phone', attendance: 'attended' };
    expect((await specialist.post(`/referrals/${id}/deliveries`, given)).status).toBe(201);
    const next = await world.aSentReferral(team.worker, specialist, 'psychosocial-support');
    expect((await specialist.post(`/referrals/${next.id}/reject`, { reason: 'no-capacity' })).body.status).toBe('rejected');
    expect(await caringFor(next.caseId)).toEqual([null, null]);
  });

  it('see a sealed case no more than its supervisor does', async () => {
    const { caseId, specialist } = await inCare(world, team.worker);
    await specialist.post(`/cases/${caseId}/health-summary`, { flags: ['in-treatment'] });
    await house.rows('UPDATE case_core SET sealed = true WHERE id = $1', [caseId]);
    const replies = await Promise.all(
      [specialist, team.supervisor, team.worker].map((who) => who.get(`/health-summaries?caseId=${caseId}`)),
    );
    expect(replies.map(({ body }) => body.items.length)).toEqual([0, 0, 1]);
  });
});

describe('Who cares for somebody', () => {
  it('is noted by the system, from a referral that is worked on, and by no plain statement', async () => {
    const { caseId, referralId, specialist } = await inCare(world, team.worker);
    const { caseId: other } = await world.aSentReferral(team.worker, specialist, 'psychosocial-support');
    const set = (who: Someone, as: readonly [string, `p_${'social_worker' | 'supervisor' | 'specialist' | 'system'}`], id: string) =>
      rawly(house, who, as, 'UPDATE case_core SET specialist_unit_id = $2, specialist_referral_id = $3 WHERE id = $1', [
        id,
        specialist.unitId,
        referralId,
      ]);
    const refused = [
      await set(team.worker, ['social-worker', 'p_social_worker'], other),
      await set(team.supervisor, ['supervisor', 'p_supervisor'], other),
      await set(specialist, ['specialist', 'p_specialist'], caseId),
      await set(specialist, ['system', 'p_system'], other),
    ];
    expect(refused.map((each) => each.refused)).toEqual(['42501', '42501', '42501', '42501']);
  });
});
