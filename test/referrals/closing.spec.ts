import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { states } from '../support/referral-matrix.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const reason = { reason: 'goals-met' };
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
}, 30_000);

describe('A case with referrals', () => {
  const blocking = ['sent', 'accepted', 'in_progress', 'on_hold'];

  it.each(states)('one of them %s: it can be closed, or not', async (state) => {
    const { id, caseId } = await world.aSentReferral(worker, partner);
    await house.rows('UPDATE referral SET status = $2 WHERE id = $1', [id, state]);
    const asked = await worker.post(`/cases/${caseId}/request-closure`, reason);
    if (!blocking.includes(state)) {
      expect([asked.status, (await supervisor.post(`/cases/${caseId}/close`)).body.status]).toEqual([200, 'closed']);
      return;
    }
    expect([asked.status, asked.body]).toMatchObject([409, { type: '/problems/case-has-open-referrals', open: 1 }]);
    expect(`${asked.body.title} ${asked.body.detail}`).not.toMatch(/problem\.|\{/);
  });

  it('is not closed either if a referral was sent after closure was asked for; once it ended, it is', async () => {
    const { id } = await world.aCase(worker);
    await worker.post(`/cases/${id}/request-closure`, reason);
    await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [partner.agencyId] });
    const made = await worker.post(`/cases/${id}/referrals`, { toUnitId: partner.unitId, serviceType: 'school-place', urgency: 'high' });
    await worker.post(`/referrals/${made.body.id}/send`);
    expect((await supervisor.post(`/cases/${id}/close`)).body).toMatchObject({ type: '/problems/case-has-open-referrals', open: 1 });
    expect((await worker.get(`/cases/${id}`)).body).toMatchObject({ status: 'registered', closureRequestedById: worker.id });
    await partner.post(`/referrals/${made.body.id}/reject`, { reason: 'no-capacity' });
    expect((await supervisor.post(`/cases/${id}/close`)).body.status).toBe('closed');
  });

  it('sends no draft any more once it is closed, even in the same moment', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { id } = await world.aCase(worker);
      await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds: [partner.agencyId] });
      const made = await worker.post(`/cases/${id}/referrals`, { toUnitId: partner.unitId, serviceType: 'school-place', urgency: 'high' });
      await worker.post(`/cases/${id}/request-closure`, reason);
      const [closed, sent] = await Promise.all([supervisor.post(`/cases/${id}/close`), worker.post(`/referrals/${made.body.id}/send`)]);
      expect([closed.status, sent.status].sort()).toEqual([200, 409]);
      const late = await worker.post(`/referrals/${made.body.id}/send`);
      expect([late.status, late.body.type]).toEqual([
        409,
        closed.status === 200 ? '/problems/case-closed' : '/problems/referral-cannot-send',
      ]);
    }
  });
});
