import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { rawly } from '../support/raw-table.ts';
import { walked } from '../support/tasks.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { goRoundAt, nextOf, told } from '../support/waiting.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const sending = '2026-03-02T04:00:00Z';
const refused = (reply: Reply) => [reply.status, String(reply.body.type).replace('/problems/', '')];

let team: Team;
let desk: Someone;
let other: Someone;
beforeAll(async () => {
  team = await aTeam(world);
  desk = await world.someone('ministry-officer', await world.aUnit('education'));
  other = await world.someone('ministry-officer', await world.aUnit('education'));
}, 60_000);
beforeEach(() => house.clock.moveTo(new Date(sending)));

/** A referral of a case in which no danger is high, sent to a desk; others are agreed to as well. */
async function aReferral(urgency = 'high', { worker } = team): Promise<{ id: string; caseId: string }> {
  const { id: caseId } = await world.aCase(worker);
  await walked(
    [worker, `/cases/${caseId}/risk`, { risk: 'low' }],
    [worker, `/cases/${caseId}/consents`, { ...newConsent, recipientIds: [desk.agencyId, other.agencyId] }],
  );
  return { id: await sent(caseId, urgency, worker), caseId };
}

async function sent(caseId: string, urgency = 'high', worker = team.worker): Promise<string> {
  const made = await worker.post(`/cases/${caseId}/referrals`, { toUnitId: desk.unitId, serviceType: 'school-place', urgency });
  await walked([worker, `/referrals/${made.body.id}/send`]);
  return String(made.body.id);
}

async function waits(who: Someone, query = ''): Promise<string[]> {
  const { status, body } = await who.get(`/referrals/waiting?for=next-step&limit=100${query}`);
  expect(status).toBe(200);
  return (body.items as { id: string }[]).map(({ id }) => id);
}

const shown = async (id: string, who = team.worker): Promise<Reply['body']> => (await who.get(`/referrals/${id}`)).body;
const say = (id: string, nextStep: string, more: object = {}, who = team.worker) =>
  who.post(`/referrals/${id}/next-step`, { nextStep, ...more });

describe('A referral that comes back', () => {
  const ends: [string, (id: string) => Promise<unknown>][] = [
    ['rejected', (id) => walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }])],
    ['failed', (id) => walked([desk, `/referrals/${id}/accept`], [desk, `/referrals/${id}/fail`, { reason: 'not-reached' }])],
    ['called off by the recipient', (id) => walked([desk, `/referrals/${id}/cancel`, { reason: 'provider-stopped' }])],
    ['recalled', (id) => walked([team.supervisor, `/referrals/${id}/recall`, { reason: 'not-answered' }])],
  ];
  it.each(ends)('%s, waits for its worker to say what is next, and for nobody else', async (_, end) => {
    const { id } = await aReferral();
    await end(id);
    expect(await waits(team.worker)).toContain(id);
    expect(await waits(team.supervisor)).toContain(id);
    expect(await waits(team.colleague)).not.toContain(id);
    const reply = await desk.get('/referrals/waiting?for=next-step');
    expect([reply.status, reply.body.errors?.[0]]).toMatchObject([400, { field: 'for', code: 'not-a-code' }]);
    expect(Object.keys(await shown(id, desk))).not.toEqual(expect.arrayContaining(['returnedAt']));
    expect(await shown(id)).toMatchObject({ returnedAt: new Date(sending).toISOString(), nextStep: null });

    expect(refused(await say(id, 'own-team-helps', {}, team.supervisor))).toEqual([403, 'forbidden']);
    expect((await say(id, 'own-team-helps', {}, desk)).status).toBe(403);
    expect((await say(id, 'own-team-helps', {}, team.colleague)).status).toBe(404);
    const said = await say(id, 'own-team-helps');
    expect([said.status, said.body]).toMatchObject([200, { nextStep: 'own-team-helps', nextStepById: team.worker.id }]);
    expect(await waits(team.worker)).not.toContain(id);
    expect(refused(await say(id, 'need-met'))).toEqual([409, 'referral-needs-no-next-step']);
  });

  it('as its worker called it off, or completed, waits for nothing', async () => {
    const [{ id: off }, { id: done }] = [await aReferral(), await aReferral()];
    await walked([team.worker, `/referrals/${off}/cancel`, { reason: 'need-met' }]);
    await walked(
      [desk, `/referrals/${done}/accept`],
      [desk, `/referrals/${done}/complete`, { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 1, clientConfirmed: 'yes' }],
    );
    const waiting = await waits(team.worker);
    for (const id of [off, done]) {
      expect(waiting).not.toContain(id);
      expect(refused(await say(id, 'need-met'))).toEqual([409, 'referral-needs-no-next-step']);
    }
  });

  it('waits until somebody else is asked: not when a draft is made, but when it goes', async () => {
    const { id } = await aReferral();
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    const next = await team.worker.post(`/referrals/${id}/re-route`, { toUnitId: other.unitId, rerouteReason: 'refused', asDraft: true });
    expect(next.status).toBe(201);
    expect(await waits(team.worker)).toContain(id);
    await walked([team.worker, `/referrals/${next.body.id}/send`]);
    expect(await waits(team.worker)).not.toContain(id);
    expect(await shown(id)).toMatchObject({ nextStep: 'new-referral', nextReferralId: next.body.id, nextStepById: null });
    expect(await nextOf(house, id, 'next-step')).toBe('nothing');
  });

  it('that was open and is asked elsewhere as a draft waits as well, until that is sent', async () => {
    const { id } = await aReferral();
    const next = await team.worker.post(`/referrals/${id}/re-route`, { toUnitId: other.unitId, rerouteReason: 'nearer', asDraft: true });
    expect(await waits(team.worker)).toContain(id);
    // The draft is thrown away: still somebody has to say what is next.
    await walked([team.worker, `/referrals/${next.body.id}/enter-in-error`]);
    expect(await waits(team.worker)).toContain(id);
    const at = await team.worker.post(`/referrals/${id}/re-route`, { toUnitId: other.unitId, rerouteReason: 'nearer' });
    expect(at.status).toBe(201);
    expect(await waits(team.worker)).not.toContain(id);
  });

  it('is followed by a referral for the same need, and by no other', async () => {
    const { id, caseId } = await aReferral();
    const before = await aReferral();
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    const again = await sent(caseId);
    for (const wrong of [before.id, id, '0b0c0d0e-0000-4000-8000-000000000000']) {
      const reply = await say(id, 'new-referral', { nextReferralId: wrong });
      expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'nextReferralId', code: 'other-need' }]]);
    }
    for (const [step, more, code] of [
      ['new-referral', {}, 'missing'],
      ['need-met', { nextReferralId: again }, 'not-wanted'],
    ] as const)
      expect((await say(id, step, more)).body.errors).toMatchObject([{ field: 'nextReferralId', code }]);
    const machine = await say(id, 'case-closed');
    expect([machine.status, machine.body.errors]).toMatchObject([400, [{ field: 'nextStep', code: 'not-a-code' }]]);
    expect((await say(id, 'new-referral', { nextReferralId: again })).body).toMatchObject({ nextReferralId: again });
    const { items } = (await team.worker.get(`/cases/${caseId}/timeline?kind=referral-next-step`)).body;
    expect(items).toMatchObject([{ subjectId: id, details: { nextStep: 'new-referral' } }]);
  });

  it('needs nothing more once its case is closed', async () => {
    const { id, caseId } = await aReferral();
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    await walked([team.worker, `/cases/${caseId}/request-closure`, { reason: 'goals-met' }], [team.supervisor, `/cases/${caseId}/close`]);
    expect(await shown(id)).toMatchObject({ nextStep: 'case-closed', nextStepById: null });
    expect([await nextOf(house, id, 'next-step'), await waits(team.worker)]).toMatchObject(['nothing', expect.not.arrayContaining([id])]);
  });
});

describe('Whoever has to say what is next', () => {
  it('is reminded, then their supervisor, and then again and again until it is said', async () => {
    const { id } = await aReferral();
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    await goRoundAt(house, '2026-03-03T03:59:00Z');
    expect(await told(team.worker, id)).toEqual(['rejected']);
    await goRoundAt(house, '2026-03-03T04:00:00Z');
    expect(await told(team.worker, id)).toEqual(['rejected', 'next-step']);
    await goRoundAt(house, '2026-03-05T04:00:00Z');
    expect(await told(team.supervisor, id)).toEqual(['next-step']);
    // After a long time in which nobody went round it is said once, and not for each time that was missed.
    await goRoundAt(house, '2026-04-28T04:00:00Z', '2026-04-28T05:00:00Z', '2026-04-28T06:00:00Z');
    expect(await told(team.worker, id)).toEqual(['rejected', 'next-step', 'next-step', 'next-step']);
    await goRoundAt(house, '2026-05-15T05:00:00Z');
    expect((await told(team.worker, id)).filter((kind) => kind === 'next-step')).toHaveLength(4);
    const { body } = await team.supervisor.get(`/notifications?kind=referrals-without-next-step&limit=100`);
    expect(body.items).toMatchObject([{ subjectType: 'unit', subjectId: team.worker.unitId }]);
    expect(JSON.stringify(body.items)).not.toContain(id);
    await say(id, 'need-met');
    await goRoundAt(house, '2026-08-03T05:00:00Z');
    expect((await told(team.worker, id)).filter((kind) => kind === 'next-step')).toHaveLength(4);
  });

  it('is reminded within hours in an emergency', async () => {
    const { id } = await aReferral('emergency');
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    expect(await nextOf(house, id, 'next-step')).toBe('worker 2026-03-02T06:00:00.000Z');
  });

  it('sees it by its age, and the tile counts what the list has', async () => {
    const fresh = await aTeam(world);
    const mine = await Promise.all([aReferral('high', fresh), aReferral('high', fresh)]);
    for (const { id } of mine) await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    await house.rows('UPDATE referral_source SET returned_at = $2 WHERE referral_id = $1', [mine[0].id, '2026-02-20T04:00:00Z']);
    for (const who of [fresh.worker, fresh.supervisor]) {
      expect(await waits(who)).toEqual([mine[0].id, mine[1].id]);
      expect(await waits(who, '&age=8%2B')).toEqual([mine[0].id]);
      const tiles = (await who.get('/referrals/waiting/tiles')).body.items as { for: string; age: string | null; count: number }[];
      const counted = tiles.filter((tile) => tile.for === 'next-step').map(({ age, count }) => [age, count]);
      expect(counted).toEqual([
        [null, 2],
        ['0-1', 1],
        ['2-3', 0],
        ['4-7', 0],
        ['8+', 1],
      ]);
    }
    expect(((await desk.get('/referrals/waiting/tiles')).body.items as { for: string }[]).some((tile) => tile.for === 'next-step')).toBe(
      false,
    );
  });
});

describe('The database by itself', () => {
  it('lets nobody say what is next for somebody else, or unsay it', async () => {
    const { id } = await aReferral();
    const open = await aReferral();
    await walked([desk, `/referrals/${id}/reject`, { reason: 'no-capacity' }]);
    const step = async (more: string, of = id): Promise<string | null> =>
      (
        await rawly(house, team.worker, ['social-worker', 'p_social_worker'], `UPDATE referral_source SET ${more} WHERE referral_id = $1`, [
          of,
        ])
      ).refused;
    expect(await step(`returned_at = NULL`)).toBe('42501');
    expect(await step(`next_step = 'case-closed', next_step_at = now(), next_step_by_id = '${team.worker.id}'`)).toBe('42501');
    expect(await step(`next_step = 'need-met', next_step_at = now(), next_step_by_id = '${team.supervisor.id}'`)).toBe('42501');
    expect(await step(`next_step = 'need-met', next_step_at = now(), next_step_by_id = '${team.worker.id}'`, open.id)).toBe('23514');
    expect(
      await step(
        `next_step = 'new-referral', next_referral_id = '${open.id}', next_step_at = now(), next_step_by_id = '${team.worker.id}'`,
      ),
    ).toBe('42501');
    expect(await step(`next_step = 'need-met', next_step_at = now(), next_step_by_id = '${team.worker.id}'`)).toBeNull();
    await say(id, 'need-met');
    expect(await step(`next_step = 'own-team-helps'`)).toBe('42501');
  });
});
