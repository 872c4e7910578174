import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
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
    expect((await admin.patch(path, { name: 'School 5' }, tag)).status).toBe(403);
    for (const role of ['social-worker', 'supervisor', 'partner-worker', 'ministry-officer', 'coordinator'])
      await world.someone(role).then(async (who) => {
        expect((await who.get(path)).body).toMatchObject({ worksWithoutAccounts: false });
        expect((await who.patch(path, { worksWithoutAccounts: true }, tag)).status).toBe(403);
      });
  });

  it('keeps nobody who has an account there all the same from being told', async () => {
    const worker = await world.someone('social-worker');
    const officer = await world.someone('ministry-officer', await world.aUnit('education'));
    await house.rows('UPDATE unit SET works_without_accounts = true WHERE id = $1', [officer.unitId]);
    const { id } = await world.aSentReferral(worker, officer);
    expect((await officer.get('/notifications?kind=arrived')).body.items).toMatchObject([{ subjectId: id }]);
  });
});
