import { beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aSlip, aUnitWithoutAccounts, Bearer, issued } from '../support/slips.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const sending = '2026-03-02T04:00:00Z';
const later = '2026-03-02T05:00:00Z';
const whenItIsOver = ['2026-05-02T06:00:00Z', '2026-05-02T06:30:00Z'];

let team: Team;
beforeEach(async () => {
  await house.clock.moveTo(new Date(sending));
  team = await aTeam(world);
});

/** The slips of which somebody was told that another one is needed. */
const missing = async (about: string): Promise<string[]> =>
  (await told(await world.again(team.worker), about)).filter((kind) => kind === 'slip-missing');

describe('That a unit has no slip any more to answer with', () => {
  it('is told to the worker when the time of the slip is over, and another one is issued', async () => {
    const { slip, referral } = await aSlip(world, house, team.worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    await bearer.say('accept');
    expect(await missing(referral.id)).toEqual([]);
    await goRoundAt(house, ...whenItIsOver);
    expect(await missing(referral.id)).toEqual(['slip-missing']);
    const worker = await world.again(team.worker);
    expect((await worker.get(`/referral-slips/${slip.id}`)).body.status).toBe('expired');
    expect((await new Bearer(house, await issued(worker, referral.id)).open()).status).toBe(200);
  });

  it('is no news where the unit answers in the system meanwhile', async () => {
    const { slip, referral, unit } = await aSlip(world, house, team.worker);
    const bearer = new Bearer(house, slip);
    await bearer.open();
    await bearer.say('accept');
    await house.rows('UPDATE unit SET works_without_accounts = false WHERE id = $1', [unit.unitId]);
    await goRoundAt(house, ...whenItIsOver);
    expect(await missing(referral.id)).toEqual([]);
  });

  it.each([
    ['is told to the worker', true, ['slip-missing']],
    ['is no news to the worker', false, []],
  ])('%s when the unit is dissolved and another one has the referral, without accounts: %s', async (_, isWithout, expected) => {
    const { slip, referral, unit } = await aSlip(world, house, team.worker);
    const head = await aUnitWithoutAccounts(world, house);
    await house.rows('UPDATE unit SET agency_id = $2, works_without_accounts = $3, name = $4 WHERE id = $1', [
      ...[head.unitId, unit.agencyId, isWithout, 'Head office'],
    ]);
    await world.someone('focal-point', { unitId: head.unitId, agencyId: unit.agencyId });
    await house.rows('UPDATE unit SET parent_unit_id = $2, active = false WHERE id = $1', [unit.unitId, head.unitId]);
    await goRoundAt(house, later, later);
    expect((await team.worker.get(`/referrals/${referral.id}`)).body.toUnitId).toBe(head.unitId);
    expect((await team.worker.get(`/referral-slips/${slip.id}`)).body.status).toBe('void');
    expect(await missing(referral.id)).toEqual(expected);
  });
});
