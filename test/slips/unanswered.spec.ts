import { describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { aReferralOut, aSlip, Bearer } from '../support/slips.ts';
import { walked } from '../support/tasks.ts';
import { aTeam } from '../support/teams.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
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

  it('is told of up the ladder meanwhile: to sender, supervisor and coordinator, each step once, until it ends', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker, supervisor } = await aTeam(world);
    const [admin, coordinator] = [await world.someone('administrator'), await world.someone('coordinator')];
    const { referral, unit, caseId } = await aReferralOut(world, house, worker);
    await walked([worker, `/cases/${caseId}/risk`, { risk: 'high' }]);
    const everybody = async (): Promise<string[][]> =>
      Promise.all([told(worker, referral.id), told(supervisor, referral.id), told(coordinator, unit.agencyId)]);

    // The unit itself cannot be reminded, and its agency has no focal point: the step after that follows in its stead.
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T09:59:59Z');
    expect(await everybody()).toEqual([[], [], []]);
    await goRoundAt(house, '2026-03-03T10:00:00Z', '2026-03-03T16:00:00Z', '2026-03-04T04:00:00Z');
    expect(await everybody()).toEqual([['unanswered'], ['unanswered'], []]);
    // Not looked at, and then not decided: two deadlines passed.
    await goRoundAt(house, '2026-03-04T10:00:00Z', '2026-03-04T16:00:00Z');
    expect(await everybody()).toEqual([['unanswered', 'unanswered'], ['unanswered', 'unanswered'], []]);
    await goRoundAt(house, '2026-03-05T04:00:00Z', '2026-03-05T16:00:00Z');
    expect((await everybody())[2]).toEqual(['referrals-late']);

    await goRoundAt(house, '2026-03-06T05:00:00Z');
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'failed', reason: 'no-answer' });
    const ended = await everybody();
    expect(ended.map((kinds) => kinds.filter((kind) => kind !== 'never-answered'))).toEqual([
      ['unanswered', 'unanswered'],
      ['unanswered', 'unanswered'],
      ['referrals-late'],
    ]);
    expect(ended[0]).toContain('never-answered');
    // From here on it waits for its worker to say what is next: test/referrals/next-step.spec.ts.
    await walked([worker, `/referrals/${referral.id}/next-step`, { nextStep: 'own-team-helps' }]);
    await goRoundAt(house, '2026-03-09T04:00:00Z', '2026-03-20T04:00:00Z', '2026-06-01T04:00:00Z');
    expect(await everybody()).toEqual(ended);
    expect(await Promise.all(['seen', 'decided'].map((about) => nextOf(house, referral.id, about)))).toEqual(['nothing', 'nothing']);
    // That nobody there has an account was known, and is told to nobody.
    expect(await told(admin, unit.unitId)).toEqual([]);
    expect(await house.rows(`SELECT * FROM notification WHERE kind = 'no-recipient' OR subject_id = $1`, [unit.unitId])).toEqual([]);
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
