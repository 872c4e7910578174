import { describe, expect, it } from '@jest/globals';
import { newAnswerCode } from '../../src/kernel/case-code.ts';
import { openHouse } from '../support/app.ts';
import { aReferralOut, aSlip, issued } from '../support/slips.ts';
import { aTeam, eventsOf } from '../support/teams.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'unknown' };

describe('A unit without internet', () => {
  it('answers by telephone: the supervisor writes it down with the code that was read out', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const spoken = slip.code.toLowerCase().replaceAll('-', ' ');
    const accepted = await supervisor.post(`/referral-slips/${slip.id}/record-acceptance`, { answerCode: spoken });
    expect(accepted.body).toMatchObject({ status: 'open', recordedById: supervisor.id });
    const taken = (await worker.get(`/referrals/${referral.id}`)).body;
    expect(taken).toMatchObject({ status: 'accepted', answeredById: null, packageOpen: true });
    expect((await worker.get('/notifications?kind=accepted')).body.items).toMatchObject([{ subjectId: referral.id }]);

    const completed = await supervisor.post(`/referral-slips/${slip.id}/record-completion`, { ...outcome, answerCode: slip.code });
    expect(completed.body).toMatchObject({ status: 'void' });
    expect((await worker.get(`/referrals/${referral.id}`)).body).toMatchObject({ status: 'completed', outcomeUnits: 1 });
    const deeds = (await eventsOf(house, supervisor.id)).filter(({ action }) => action === 'record-answer');
    expect(deeds.map(({ record, record_ids, result }) => [record, ...record_ids, result])).toEqual([
      ['slip', slip.id, 'done'],
      ['slip', slip.id, 'done'],
    ]);
  });

  it.each([
    ['record-rejection', { reason: 'no-capacity' }, 'rejected'],
    ['record-acceptance', {}, 'accepted'],
  ])('may say yes or no: %s', async (deed, said, status) => {
    const { worker, supervisor } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    expect((await supervisor.post(`/referral-slips/${slip.id}/${deed}`, { ...said, answerCode: slip.code })).status).toBe(200);
    expect((await worker.get(`/referrals/${referral.id}`)).body.status).toBe(status);
  });

  it('is never spoken for by whoever knows the code anyway, nor by anybody outside the team', async () => {
    const { worker, supervisor, colleague, stranger, partner } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const accept = (who: Someone, id: string, answerCode: string): Promise<number> =>
      who.post(`/referral-slips/${id}/record-acceptance`, { answerCode }).then(({ status }) => status);
    const elsewhere = await world.someone('supervisor');
    const statuses = [];
    for (const who of [worker, colleague, stranger, partner, elsewhere]) statuses.push(await accept(who, slip.id, slip.code));
    expect(statuses).toEqual([403, 404, 404, 404, 404]);
    // The supervisor issues one: from now on another supervisor has to hear it.
    const own = await issued(supervisor, referral.id);
    expect(await accept(supervisor, own.id, own.code)).toBe(403);
    const second = await world.someone('supervisor', supervisor);
    // The worker who sent it has become a supervisor meanwhile.
    const { referral: mine } = await aReferralOut(world, house, worker);
    const hers = await issued(supervisor, mine.id);
    await house.rows(`UPDATE person SET role = 'supervisor' WHERE id = $1`, [worker.id]);
    expect(await accept(await world.again(worker), hers.id, hers.code)).toBe(403);
    expect(await accept(second, hers.id, hers.code)).toBe(200);
    expect(await accept(second, own.id, own.code)).toBe(200);
  });

  it('is heard by the worker of the case where the supervisor sent the referral and issued the slip', async () => {
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
    const { worker, supervisor, colleague } = await aTeam(world);
    const { referral, caseId, unit } = await aReferralOut(world, house, worker);
    const [beside] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, name, region, works_without_accounts) VALUES (gen_random_uuid(), $1, 'Beside', 'TJ-SU', true) RETURNING id`,
      [unit.agencyId],
    );
    await house.clock.moveTo(new Date('2026-03-09T04:00:00Z'));
    const next = await supervisor.post(`/referrals/${referral.id}/re-route`, { toUnitId: beside!.id, rerouteReason: 'no-answer' });
    expect([next.status, next.body.status, next.body.caseId]).toEqual([201, 'sent', caseId]);
    const slip = await issued(supervisor, String(next.body.id));
    const heard = (who: Someone, { id, code }: { id: string; code: string }) =>
      who.post(`/referral-slips/${id}/record-acceptance`, { answerCode: code });
    const own = await heard(supervisor, slip);
    expect([own.status, own.body.type]).toEqual([403, '/problems/slip-heard-by-another']);
    expect((await heard(colleague, slip)).status).toBe(404);
    // The sole supervisor sent it and the worker issued the slip: both know the code. The sender issues another, and the worker hears it.
    const issuedByWorker = await issued(worker, String(next.body.id));
    for (const who of [worker, supervisor]) expect((await heard(who, issuedByWorker)).status).toBe(403);
    const again = await issued(supervisor, String(next.body.id));
    expect((await heard(worker, again)).body).toMatchObject({ recordedById: worker.id });
    expect((await worker.get(`/referrals/${next.body.id}`)).body).toMatchObject({ status: 'accepted', answeredById: null });
  });

  it('locks the slip by wrong codes as on the page; each is counted though the deed is refused', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { slip, referral } = await aSlip(world, house, worker);
    const path = `/referral-slips/${slip.id}/record-acceptance`;
    for (let n = 0; n < 5; n++) {
      const wrong = await supervisor.post(path, { answerCode: newAnswerCode() });
      expect(wrong.body).toMatchObject({ status: 409, type: '/problems/answer-code-wrong' });
    }
    expect((await supervisor.post(path, { answerCode: slip.code })).status).toBe(409);
    expect((await worker.get(`/referral-slips/${slip.id}`)).body.status).toBe('locked');
    expect((await worker.get(`/referrals/${referral.id}`)).body.status).toBe('sent');
    expect((await worker.get('/notifications?kind=slip-locked')).body.items).toHaveLength(1);
  });

  it('cannot be heard twice: the second answer finds the first', async () => {
    const { worker, supervisor } = await aTeam(world);
    const { slip } = await aSlip(world, house, worker);
    const said = { answerCode: slip.code };
    const replies = await Promise.all([1, 2, 3].map(() => supervisor.post(`/referral-slips/${slip.id}/record-acceptance`, said)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});
