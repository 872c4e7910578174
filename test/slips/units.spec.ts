import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aReferralOut } from '../support/slips.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('That a unit works without accounts', () => {
  it('is said by an administrator alone, of a new unit or later, and read by everybody', async () => {
    const admin = await world.someone('administrator');
    const { agencyId } = await world.aUnit('education');
    const opened = await admin.post('/units', { agencyId, name: 'School 4', worksWithoutAccounts: true });
    expect(opened.body).toMatchObject({ worksWithoutAccounts: true });
    const path = `/units/${opened.body.id}`;
    const tag = { 'if-match': String(opened.headers.etag) };
    expect((await admin.patch(path, { worksWithoutAccounts: false }, tag)).body).toMatchObject({ worksWithoutAccounts: false });
    expect((await admin.patch(path, { worksWithoutAccounts: true }, tag)).status).toBe(412);
    expect((await admin.patch(path, { worksWithoutAccounts: true })).status).toBe(428);
    expect((await admin.patch(path, { worksWithoutAccounts: 'yes' }, tag)).status).toBe(400);
    expect((await admin.patch(path, { active: false }, tag)).status).toBe(403);
    for (const role of ['social-worker', 'supervisor', 'partner-worker', 'ministry-officer', 'coordinator'])
      await world.someone(role).then(async (who) => {
        expect((await who.get(path)).body).toMatchObject({ worksWithoutAccounts: false });
        expect((await who.patch(path, { worksWithoutAccounts: true }, tag)).status).toBe(403);
      });
  });

  it('is not said while somebody at work there answers in the system', async () => {
    const admin = await world.someone('administrator');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    const path = `/units/${officer.unitId}`;
    const say = async () => admin.patch(path, { worksWithoutAccounts: true }, { 'if-match': String((await admin.get(path)).headers.etag) });
    expect((await say()).body).toMatchObject({ status: 409, type: '/problems/unit-has-people' });
    expect((await admin.get(path)).body.worksWithoutAccounts).toBe(false);
    expect((await admin.post(`/people/${officer.id}/deactivate`)).status).toBe(200);
    expect((await say()).body).toMatchObject({ worksWithoutAccounts: true });
  });

  it('leaves the telephone to ask a question: no message is taken that nobody reads', async () => {
    const worker = await world.someone('social-worker');
    const { referral, unit } = await aReferralOut(world, house, worker);
    const ask = () => worker.post(`/referrals/${referral.id}/messages`, { subject: 'state-of-things', text: 'The stairs have a rail.' });
    expect((await ask()).body).toMatchObject({ status: 409, type: '/problems/unit-reads-no-messages' });
    expect((await worker.get(`/referrals/${referral.id}`)).body.awaitsRecipient).toBe(false);
    await house.rows('UPDATE unit SET works_without_accounts = false WHERE id = $1', [unit.unitId]);
    await world.someone('focal-point', unit);
    expect((await ask()).status).toBe(201);
  });

  it('keeps nobody who has an account there all the same from being told', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    await house.rows('UPDATE unit SET works_without_accounts = true WHERE id = $1', [officer.unitId]);
    const { id } = await world.aSentReferral(worker, officer);
    expect((await officer.get('/notifications?kind=arrived')).body.items).toMatchObject([{ subjectId: id }]);
  });
});
