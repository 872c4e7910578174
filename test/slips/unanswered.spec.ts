import { describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { aReferralOut, aSlip, Bearer } from '../support/slips.ts';
import { aTeam } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('A referral that a unit without accounts never answers', () => {
  it('fails some time after its deadline, the worker is told, and nothing opens it any more', async () => {
    const { worker } = await aTeam(world);
    const { slip, referral, unit } = await aSlip(world, house, worker);
    const { decideBy } = (await worker.get(`/referrals/${referral.id}`)).body as { decideBy: string };
    await at(house, new Date(Date.parse(decideBy) + 60 * 60_000).toISOString());
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    // Late is not too late.
    expect((await worker.get(`/referrals/${referral.id}`)).body.status).toBe('sent');
    expect((await new Bearer(house, slip).open()).status).toBe(200);

    await at(house, new Date(Date.parse(decideBy) + 8 * 24 * 60 * 60_000).toISOString());
    await keepWhatIsDue(house);
    const after = (await worker.get(`/referrals/${referral.id}`)).body;
    expect(after).toMatchObject({ status: 'failed', reason: 'no-answer', packageOpen: false });
    expect((await new Bearer(house, slip).open()).status).toBe(404);
    const { items } = (await worker.get('/notifications?kind=never-answered')).body;
    expect(items).toMatchObject([{ subjectType: 'referral', subjectId: referral.id }]);
    // That nobody of the unit has an account is no gap to be reported.
    expect(await house.rows('SELECT * FROM notification WHERE subject_id = $1', [unit.unitId])).toEqual([]);
    const { items: told } = (await worker.get(`/cases/${after.caseId}/timeline?kind=referral-failed`)).body;
    expect(told).toHaveLength(1);
  });

  it('is found by the sweep if its promise is lost, or if the unit gave up its accounts later', async () => {
    const { worker, partner } = await aTeam(world);
    const { referral } = await aReferralOut(world, house, worker);
    const inside = await world.aSentReferral(worker, partner);
    const answered = await aSlip(world, house, worker);
    const bearer = new Bearer(house, answered.slip);
    await bearer.open();
    await bearer.say('accept');
    await house.rows(`DELETE FROM platform.outbox WHERE kind = 'end-unanswered'`);
    await at(house, new Date(house.clock.now().getTime() + 40 * 24 * 60 * 60_000).toISOString());
    const states = async (): Promise<string[]> => {
      await house.app.get(Sweep, { strict: false }).run();
      await keepWhatIsDue(house);
      return Promise.all(
        [referral, inside, answered.referral].map(async ({ id }) => (await worker.get(`/referrals/${id}`)).body.status as string),
      );
    };
    expect(await states()).toEqual(['failed', 'sent', 'accepted']);
    await house.rows('UPDATE unit SET works_without_accounts = true WHERE id = $1', [partner.unitId]);
    expect(await states()).toEqual(['failed', 'failed', 'accepted']);
  });
});

describe('A slip whose time is over', () => {
  it('is noted to be so', async () => {
    const { worker } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    await bearer.say('accept');
    await house.rows(`DELETE FROM platform.outbox WHERE kind = 'expire-slip'`);
    await at(house, new Date(Date.parse(slip.expiresAt) + 1000).toISOString());
    expect((await bearer.open()).status).toBe(404);
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    expect((await worker.get(`/referral-slips/${slip.id}`)).body.status).toBe('expired');
  });
});
