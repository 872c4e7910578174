import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aSlip, Bearer } from '../support/slips.ts';
import { aTeam, eventsOf } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('A unit without accounts', () => {
  it('takes a referral on, reads what it needs, and says what came of it: all with one slip', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { unit, referral, slip } = await aSlip(world, house, worker);
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'sent', seenAt: null });

    const bearer = new Bearer(house, slip);
    const door = await bearer.look();
    expect([door.status, door.text.includes('name="code"'), door.text.includes(referral.code)]).toEqual([200, true, false]);
    const opened = await bearer.open();
    expect(opened.status).toBe(200);
    expect(opened.text).toContain(referral.code);
    expect(opened.text).toContain('School or preschool place');
    expect(opened.text).not.toContain('What you need to know');
    expect((await worker.get(`/referrals/${referral.id}`)).body.seenAt).not.toBeNull();

    const accepted = await bearer.say('accept');
    expect(accepted.status).toBe(200);
    expect(accepted.text).toContain('What you need to know');
    expect(accepted.text).toContain('6-11');
    // On which basis it was shared is for the sender's side to know: it may have been another than consent.
    expect(accepted.text).not.toMatch(/consent/i);
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({
      status: 'accepted',
      answeredById: null,
      claimedById: null,
    });

    const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: '2', clientConfirmed: 'yes' };
    const completed = await bearer.say('complete', outcome);
    expect([completed.status, completed.text.includes('outcome was recorded')]).toEqual([200, true]);
    const seen = (await supervisor.get(`/referrals/${referral.id}`)).body;
    expect(seen).toMatchObject({ status: 'completed', outcomeCode: 'provided', outcomeUnits: 2, clientConfirmed: 'yes' });
    const given = (await worker.get(`/deliveries?referralId=${referral.id}`)).body.items;
    expect(given).toMatchObject([{ units: 2, byUnitId: unit.unitId, mode: null }]);
    expect((await worker.get(`/referral-slips/${slip.id}`)).body).toMatchObject({ status: 'void', recordedById: null });
    expect((await bearer.open()).status).toBe(404);

    const log = await eventsOf(house, slip.id);
    const shared = log.filter(({ groups }) => groups.includes('disclosure'));
    expect(shared.map(({ record_ids }) => record_ids)).toEqual([[referral.id]]);
    expect(log.filter(({ result }) => result === 'done').map(({ action }) => action)).toEqual(['present', 'accept', 'complete']);
  });
});
