import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aService, asSeen, edited } from '../support/services.ts';
import { atOnce } from '../support/teams.ts';
import { newConsent, World, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let admin: Someone;
let worker: Someone;
let focal: Someone;
let other: Someone;
beforeAll(async () => {
  [admin, worker] = [await world.someone('administrator'), await world.someone('social-worker')];
  focal = await world.someone('focal-point', await world.aUnit('education'));
  other = await world.someone('ministry-officer', await world.aUnit('education'));
}, 30_000);
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

/** A focal point at a desk of its own, which offers what it says. */
async function aDesk(): Promise<Someone> {
  return world.someone('focal-point', await world.aUnit('education'));
}
async function aCase(...to: readonly Someone[]): Promise<string> {
  const { id } = await world.aCase(worker);
  const recipientIds = [focal, other, ...to].map(({ agencyId }) => agencyId);
  expect((await worker.post(`/cases/${id}/consents`, { ...newConsent, recipientIds })).status).toBe(201);
  return id;
}
const ask = (caseId: string, more: object = {}, to = focal): Promise<Reply> =>
  worker.post(`/cases/${caseId}/referrals`, { toUnitId: to.unitId, serviceType: 'school-place', urgency: 'normal', ...more });

describe('A referral that names a service', () => {
  it('asks for just that one, and both sides see which', async () => {
    const { id: serviceId } = await aService({ admin }, focal);
    const made = await ask(await aCase(), { serviceId });
    expect(made.body).toMatchObject({ status: 'draft', serviceId, waitingList: false, deliveredAt: null });
    await worker.post(`/referrals/${made.body.id}/send`);
    expect((await focal.get(`/referrals/${made.body.id}`)).body).toMatchObject({ serviceId });
  });

  it.each(['of another unit', 'of another kind', 'that is closed', 'that does not exist'])(
    'is refused for one %s, by name',
    async (what) => {
      const service = {
        'of another unit': () => aService({ admin }, other),
        'of another kind': () => aService({ admin }, focal, { serviceType: 'early-learning' }),
        'that is closed': () => aService({ admin }, focal),
        'that does not exist': () => Promise.resolve({ id: worker.id }),
      }[what]!;
      const { id: serviceId } = await service();
      if (what === 'that is closed') await edited(admin, serviceId, { status: 'inactive' });
      const reply = await ask(await aCase(), { serviceId });
      expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'serviceId', code: 'not-offered' }]]);
    },
  );

  it('and none, where the unit has described nothing', async () => {
    const desk = await aDesk();
    expect((await ask(await aCase(desk), { urgency: 'emergency' }, desk)).body).toMatchObject({ status: 'draft', serviceId: null });
  });
});

describe('A referral that names none', () => {
  it('asks for what the unit offers best: what is confirmed, and has room', async () => {
    const desk = await aDesk();
    const stale = await aService({ admin }, desk, { name: 'Unconfirmed' });
    const full = await aService({ admin }, desk, { name: 'Full' });
    const fresh = await aService({ admin }, desk, { name: 'Fresh' });
    for (const { id } of [full, fresh]) expect((await asSeen(desk, id, 'verify')).status).toBe(200);
    await asSeen(desk, full.id, 'capacity', { places: 9, freePlaces: 0, waiting: 4 });
    expect((await ask(await aCase(desk), {}, desk)).body.serviceId).toBe(fresh.id);
    expect([stale.id, full.id]).not.toContain(fresh.id);
  });
});

describe('A service that nobody has confirmed for too long', () => {
  it('takes no emergency until somebody has, and says so; anything else it takes', async () => {
    const desk = await aDesk();
    const { id: serviceId } = await aService({ admin }, desk);
    const id = await aCase(desk);
    const refused = await ask(id, { serviceId, urgency: 'emergency' }, desk);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems/service-stale']);
    expect(refused.body.detail).toContain('Ask the agency to confirm it');
    // Without a name it is the same door.
    expect((await ask(id, { urgency: 'emergency' }, desk)).status).toBe(409);
    expect((await ask(id, { serviceId }, desk)).status).toBe(201);
    await asSeen(desk, serviceId, 'verify');
    const urgent = await ask(id, { serviceId, urgency: 'emergency', duplicateReason: 'more-of-it' }, desk);
    expect(urgent.status).toBe(201);
    // It was fresh when the draft was made.
    await house.clock.moveTo(new Date('2026-06-15T04:00:00Z'));
    expect((await worker.post(`/referrals/${urgent.body.id}/send`)).body.type).toBe('/problems/service-stale');
  });

  it('that has closed since the draft was made gets nothing', async () => {
    const { id: serviceId } = await aService({ admin }, focal);
    const made = await ask(await aCase(), { serviceId });
    await edited(admin, serviceId, { status: 'inactive' });
    const reply = await worker.post(`/referrals/${made.body.id}/send`);
    expect([reply.status, reply.body.type]).toEqual([409, '/problems/service-closed']);
  });
});

describe('A service without a free place', () => {
  it('is asked for by whoever will wait, and knows that they will', async () => {
    const desk = await aDesk();
    const { id: serviceId } = await aService({ admin }, desk);
    await asSeen(desk, serviceId, 'capacity', { places: 9, freePlaces: 0, waiting: 4 });
    const id = await aCase(desk);
    const refused = await ask(id, {}, desk);
    expect([refused.status, refused.body]).toMatchObject([409, { type: '/problems/service-full', serviceId, waiting: 4 }]);
    expect((await ask(id, { waitingList: true }, desk)).body).toMatchObject({ serviceId, waitingList: true });
  });

  it('has no waiting list as long as there is room', async () => {
    const { id: serviceId } = await aService({ admin }, focal);
    expect((await ask(await aCase(), { serviceId, waitingList: true })).body.waitingList).toBe(false);
  });
});

describe('What becomes of a referral to a service', () => {
  async function sent(desk: Someone, more: object = {}): Promise<{ id: string; body: Record<string, string> }> {
    const { body } = await ask(await aCase(desk), more, desk);
    const reply = await worker.post(`/referrals/${String(body.id)}/send`);
    expect(reply.status).toBe(200);
    return { id: String(body.id), body: reply.body as Record<string, string> };
  }

  it('the directory learns: how many were taken on, and after how many hours, once each', async () => {
    const desk = await aDesk();
    const { id: serviceId } = await aService({ admin }, desk);
    const { id } = await sent(desk, { serviceId });
    await house.clock.moveTo(new Date('2026-03-03T10:00:00Z'));
    expect(await atOnce(3, () => desk.post(`/referrals/${id}/accept`))).toEqual([200, 409, 409]);
    expect((await worker.get(`/services/${serviceId}`)).body).toMatchObject({ acceptances: 1, hoursToAccept: 30 });
    const { id: refused } = await sent(desk, { serviceId });
    await desk.post(`/referrals/${refused}/reject`, { reason: 'no-capacity' });
    expect((await worker.get(`/services/${serviceId}`)).body.acceptances).toBe(1);
  });

  it('has the deadlines of the service where it has some, but an emergency never waits longer', async () => {
    const desk = await aDesk();
    const { id: serviceId } = await aService({ admin }, desk, { seeWithinHours: 24, decideWithinHours: 240 });
    await asSeen(desk, serviceId, 'verify');
    // Ten working days of 24 hours, over the day off on 9 March.
    const normal = await sent(desk, { serviceId });
    expect([normal.body.seeBy, normal.body.decideBy]).toEqual(['2026-03-03T04:00:00.000Z', '2026-03-16T04:00:00.000Z']);
    const urgent = await sent(desk, { serviceId, urgency: 'emergency' });
    expect([urgent.body.seeBy, urgent.body.decideBy]).toEqual(['2026-03-02T08:00:00.000Z', '2026-03-02T12:00:00.000Z']);
  });

  it.each([
    [{ seeWithinHours: 24 }, 'decideWithinHours', 'missing'],
    [{ decideWithinHours: 24 }, 'seeWithinHours', 'missing'],
    [{ seeWithinHours: 25, decideWithinHours: 24 }, 'decideWithinHours', 'before-it-is-seen'],
  ])('no service says %j', async (hours, field, code) => {
    const reply = await admin.post('/services', { receivingUnitId: focal.unitId, serviceType: 'school-place', name: 'School', ...hours });
    expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field, code }]]);
    const { id } = await aService({ admin }, focal);
    expect((await edited(admin, id, hours)).body.errors).toMatchObject([{ field, code }]);
  });
});

describe('A referral that was sent', () => {
  it('has arrived as soon as somebody who answers there was told', async () => {
    const { id } = await world.aSentReferral(worker, other);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ deliveredAt: '2026-03-02T04:00:00.000Z', seenAt: null });
  });

  it('has arrived nowhere as long as nobody does', async () => {
    await world.someone('administrator');
    const gone = await world.someone('ministry-officer', await world.aUnit('education'));
    await house.rows('UPDATE person SET active = false WHERE id = $1', [gone.id]);
    const { id } = await world.aSentReferral(worker, gone);
    expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'sent', deliveredAt: null });
  });

  it.each([
    ['in time', '2026-03-04T04:00:00.000Z', null],
    ['a moment late', '2026-03-04T04:00:00.001Z', 1],
    ['two days late', '2026-03-06T05:30:00.000Z', 50],
  ])('is accepted %s, and that is kept', async (_, at, lateByHours) => {
    const { id } = await world.aSentReferral(worker, other);
    expect((await worker.get(`/referrals/${id}`)).body.decideBy).toBe('2026-03-04T04:00:00.000Z');
    await house.clock.moveTo(new Date(at));
    expect((await other.post(`/referrals/${id}/accept`)).body).toMatchObject({ status: 'accepted', lateByHours });
    expect((await worker.get(`/referrals/${id}`)).body.lateByHours).toBe(lateByHours);
  });
});
