import { beforeEach, describe, expect, it } from '@jest/globals';
import { verificationMomentsOf } from '../../src/modules/tasks/moments.ts';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { aGivenTask, aTeamTask, walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, told } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const { calendar, timers } = { calendar: shippedReference().calendar('TJ'), timers: shippedReference().timers };
const done = '2026-03-02T05:00:00Z';
const three = '2026-03-05T04:00:00Z';
const seven = '2026-03-12T04:00:00Z';

let team: Team;
let officer: Someone;
beforeEach(async () => {
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  team = await aTeam(world);
  officer = await world.someone('ministry-officer', await world.aUnit('education'));
});

/** A task for an officer, who has called it done. */
async function aDoneTask(): Promise<{ readonly id: string; readonly caseId: string }> {
  const given = await aGivenTask(world, team.worker, officer);
  await walked([officer, `/tasks/${given.id}/claim`]);
  await house.clock.moveTo(new Date(done));
  await walked([officer, `/tasks/${given.id}/complete`, { evidenceCode: 'enrolled' }]);
  return given;
}
const heard = async (id: string): Promise<string[][]> => [await told(team.worker, id), await told(team.supervisor, id)];

describe('A task that was called done', () => {
  it('is to be looked at within three working days, and seven, and then every week until somebody has', () => {
    const moments = verificationMomentsOf(new Date(done), timers, calendar);
    expect(moments.map(({ kind, at }) => `${kind} ${at.toISOString()}`)).toEqual([
      'to-verify 2026-03-05T04:00:00.000Z',
      'unverified 2026-03-12T04:00:00.000Z',
      'unverified-again 2026-03-19T04:00:00.000Z',
    ]);
  });

  it('and that nobody looks at is said to the worker, then to the supervisor, week after week, and never to who did it', async () => {
    const { id } = await aDoneTask();
    await goRoundAt(house, '2026-03-05T03:59:00Z');
    expect(await heard(id)).toEqual([['done'], []]);
    await goRoundAt(house, three, three);
    expect(await heard(id)).toEqual([['done', 'to-verify'], []]);
    await goRoundAt(house, seven, seven);
    expect(await heard(id)).toEqual([['done', 'to-verify'], ['unverified']]);
    await goRoundAt(house, '2026-03-19T05:00:00Z', '2026-03-19T05:00:00Z', '2026-04-20T05:00:00Z');
    expect(await heard(id)).toEqual([
      ['done', 'to-verify'],
      ['unverified', 'unverified', 'unverified'],
    ]);
    await walked([team.supervisor, `/tasks/${id}/verify`]);
    await goRoundAt(house, '2026-05-20T05:00:00Z');
    expect((await heard(id))[1]).toHaveLength(3);
    expect(await told(officer, id)).toEqual(['arrived']);
  });

  it('is nobody’s worry any more once somebody found it so', async () => {
    const { id } = await aDoneTask();
    await walked([team.supervisor, `/tasks/${id}/verify`]);
    await goRoundAt(house, three, seven);
    expect(await heard(id)).toEqual([['done'], []]);
  });

  it('and came back is due again, and looked at anew once it is done again', async () => {
    const { id, caseId } = await aDoneTask();
    await walked([team.worker, `/cases/${caseId}/risk`, { risk: 'low' }]);
    await goRoundAt(house, three);
    await walked([team.worker, `/tasks/${id}/return`, { reason: 'not-complete' }]);
    await goRoundAt(house, seven, '2026-03-15T05:00:00Z');
    expect(await heard(id)).toEqual([['done', 'to-verify'], []]);
    expect(await told(officer, id)).toEqual(['arrived', 'returned', 'soon-due']);
    await walked([officer, `/tasks/${id}/begin`], [officer, `/tasks/${id}/complete`, { evidenceCode: 'enrolled' }]);
    await goRoundAt(house, '2026-03-19T05:00:00Z');
    expect(await heard(id)).toEqual([['done', 'to-verify', 'done', 'to-verify'], []]);
    await walked([team.worker, `/tasks/${id}/verify`], [team.worker, `/tasks/${id}/reopen`, { reason: 'more-to-do' }]);
    // The day it was due on passed while it was done: that is said, and not once more what was said before.
    await goRoundAt(house, '2026-03-19T06:00:00Z');
    expect(await told(officer, id)).toEqual(['arrived', 'returned', 'soon-due', 'returned', 'due']);
  });

  it('of the team’s own waits for the supervisor alone: nobody finds their own work done', async () => {
    const { id } = await aTeamTask(world, team.worker);
    await house.clock.moveTo(new Date(done));
    await walked([team.worker, `/tasks/${id}/claim`], [team.worker, `/tasks/${id}/complete`, { evidenceCode: 'assessment-made' }]);
    await goRoundAt(house, three, seven);
    expect(await heard(id)).toEqual([[], ['done', 'to-verify', 'unverified']]);
  });

  it('of a sealed case waits for its worker alone', async () => {
    const { id, caseId } = await aDoneTask();
    await house.rows('UPDATE case_core SET sealed = true WHERE id = $1', [caseId]);
    await goRoundAt(house, three, seven);
    expect(await heard(id)).toEqual([['done', 'to-verify', 'unverified'], []]);
  });
});
