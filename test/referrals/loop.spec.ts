import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('The loop from a need to an outcome', () => {
  it('is closed by the ministry without its ever seeing the case', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const { id, code } = await world.aCase(worker);
    const consent = await worker.post(`/cases/${id}/consents`, {
      scopes: ['case-work', 'share'],
      recipientIds: [officer.agencyId],
      textVersion: 'share/v1',
      language: 'tg',
      givenBy: 'guardian',
      form: 'written',
      assent: 'given',
      givenOn: '2026-03-01',
    });
    expect(consent.status).toBe(201);
    const made = await worker.post(`/cases/${id}/referrals`, { toUnitId: officer.unitId, serviceType: 'school-place', urgency: 'high' });
    expect(made.body).toMatchObject({
      status: 'draft',
      caseId: id,
      meta: { can: ['send', 'enter-in-error', 'request-approval', 'request-override'] },
    });
    const path = `/referrals/${made.body.id}`;
    expect((await officer.get(path)).status).toBe(404);
    expect((await worker.post(`${path}/send`)).body).toMatchObject({ status: 'sent' });

    const inbox = await officer.get('/referrals?status=sent');
    expect(inbox.body.items).toHaveLength(1);
    const before = await officer.get(path);
    expect(before.body).not.toHaveProperty('package');
    expect(before.body.meta.masked).toEqual(['package', 'packageGroups']);

    const accepted = await officer.post(`${path}/accept`);
    expect(accepted.body).toMatchObject({ status: 'accepted', package: { ageBand: '6-11', sex: 'female', language: 'tg' } });
    for (const secret of [id, code, '2015-Q3', '2026-02-20']) expect(accepted.text).not.toContain(secret);

    const given = { deliveredOn: '2026-03-02', mode: 'at-provider', attendance: 'attended', units: 1 };
    const delivery = await officer.post(`${path}/deliveries`, given);
    expect(delivery.status).toBe(201);
    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' };
    expect((await officer.post(`${path}/complete`, outcome)).body).toMatchObject({ status: 'completed', outcomeCode: 'provided' });
    expect((await worker.get(path)).body).toMatchObject({ status: 'completed', clientConfirmed: 'yes' });
    expect((await worker.get(`/deliveries?referralId=${made.body.id}`)).body.items).toHaveLength(1);

    const withdrawn = await worker.post(`/consents/${consent.body.id}/withdraw`);
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn', withdrawnOn: '2026-03-02' });
    const after = await officer.get(path);
    expect(after.body).not.toHaveProperty('package');
  });

  it('lets one of a hundred accept', async () => {
    const worker = await world.someone('social-worker');
    const unit = await world.aUnit('education');
    const officers = [await world.someone('ministry-officer', unit), await world.someone('ministry-officer', unit)];
    const referral = await world.aSentReferral(worker, officers[0]!);
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => officers[i % 2]!.post(`/referrals/${referral.id}/accept`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 99 }, () => 409)]);
  });
});
