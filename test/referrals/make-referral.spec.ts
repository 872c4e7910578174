import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedReference } from '../../src/platform/shipped-reference.ts';
import { openHouse } from '../support/app.ts';
import { states } from '../support/referral-matrix.ts';
import { atOnce } from '../support/teams.ts';
import { World, newConsent, type Reply, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let worker: Someone;
let partner: Someone;
let other: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  [partner, other] = [await world.someone('partner-worker'), await world.someone('partner-worker')];
}, 30_000);
afterEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

/** A case in which everything may be shared with both partners. */
async function aCase(birthQuarter = '2015-Q3', facts: object = {}): Promise<string> {
  const { id } = await world.aCase(worker, { birthQuarter });
  const recipientIds = [partner.agencyId, other.agencyId];
  const scopes = ['share', 'mhpss', 'health', 'tracing', 'religious-counselling'];
  const agreed = await worker.post(`/cases/${id}/consents`, { ...newConsent, scopes, recipientIds, ...facts });
  expect(agreed.status).toBe(201);
  return id;
}
const ask = (caseId: string, serviceType = 'school-place', more: object = {}, to = partner): Promise<Reply> =>
  worker.post(`/cases/${caseId}/referrals`, { toUnitId: to.unitId, serviceType, urgency: 'normal', ...more });

describe('A service for people of some age', () => {
  const services = shippedReference()
    .codes('service-type')
    .map(({ id, fromAge }) => ({ id, fromAge: fromAge ?? 0 }));

  it('is one of a few', () => {
    expect(services.filter(({ fromAge }) => fromAge > 0).length).toBeGreaterThanOrEqual(5);
  });

  // On 2 March 2026, in the first quarter: who was born in the first of 2014 is eleven or twelve, in the second surely eleven.
  it.each(services.filter(({ fromAge }) => fromAge > 0))(
    'is refused, by name, below it: $id from $fromAge',
    async ({ id: serviceType, fromAge }) => {
      const adult = { givenBy: fromAge >= 18 ? 'person' : 'guardian' };
      const surely = await aCase(`${2026 - fromAge - 1}-Q4`, adult);
      expect((await ask(surely, serviceType)).body).toMatchObject({ status: 'draft', ageAtEdge: false });
      const perhaps = await aCase(`${2026 - fromAge}-Q1`);
      expect((await ask(perhaps, serviceType)).body).toMatchObject({ status: 'draft', ageAtEdge: true });
      const notYet = await aCase(`${2026 - fromAge}-Q2`);
      const { status, body } = await ask(notYet, serviceType);
      expect([status, body.errors]).toMatchObject([400, [{ field: 'serviceType', code: 'too-young-for-service' }]]);
      expect(body.errors[0].detail).toContain(`of ${fromAge} years`);
    },
  );

  it('opens with the first day of the quarter of the birthday, where the case is', async () => {
    const id = await aCase('2014-Q2');
    const refused = (reply: Reply) => [reply.status, reply.body.errors?.[0]?.code, reply.body.ageAtEdge];
    await house.clock.moveTo(new Date('2026-03-31T18:59:59Z'));
    expect(refused(await ask(id, 'religious-counselling'))).toEqual([400, 'too-young-for-service', undefined]);
    await house.clock.moveTo(new Date('2026-03-31T19:00:00Z'));
    expect(refused(await ask(id, 'religious-counselling'))).toEqual([201, undefined, true]);
  });

  it('flags nobody where the service asks for no age, and tells the recipient nothing of an edge', async () => {
    const id = await aCase('2014-Q1');
    expect((await ask(id)).body.ageAtEdge).toBe(false);
    const { body } = await ask(id, 'religious-counselling');
    await worker.post(`/referrals/${body.id}/send`);
    const seen = await partner.post(`/referrals/${body.id}/accept`);
    expect([seen.status, 'ageAtEdge' in seen.body, 'duplicateReason' in seen.body]).toEqual([200, false, false]);
  });
});

describe('The same service, asked for again', () => {
  const open = ['draft', 'sent', 'accepted', 'in_progress', 'on_hold'];

  it.each(states)('while a referral for it is %s', async (state) => {
    const id = await aCase();
    const first = (await ask(id)).body.id as string;
    await house.rows('UPDATE referral SET status = $2 WHERE id = $1', [first, state]);
    const reply = await ask(id, 'school-place', {}, other);
    if (!open.includes(state)) {
      expect([reply.status, reply.body.duplicateReason]).toEqual([201, null]);
      return;
    }
    expect([reply.status, reply.body]).toMatchObject([409, { type: '/problems/duplicate-referral', referralId: first }]);
    const despite = await ask(id, 'school-place', { duplicateReason: 'more-of-it' }, other);
    expect([despite.status, despite.body.duplicateReason]).toEqual([201, 'more-of-it']);
    expect((await house.rows('SELECT 1 FROM referral_source WHERE case_id = $1', [id])).length).toBe(2);
  });

  it('is another thing in another case, and so is another service', async () => {
    const [one, two] = [await aCase(), await aCase()];
    const statuses = [];
    for (const [id, service] of [[one, 'school-place'] as const, [two, 'school-place'] as const, [one, 'legal-aid'] as const])
      statuses.push((await ask(id, service)).status);
    expect(statuses).toEqual([201, 201, 201]);
  });

  it('needs a reason of the list, and keeps none that is not needed', async () => {
    const id = await aCase();
    expect((await ask(id, 'school-place', { duplicateReason: 'because' })).body.errors[0]).toMatchObject({ field: 'duplicateReason' });
    expect((await ask(id, 'school-place', { duplicateReason: 'more-of-it' })).body.duplicateReason).toBeNull();
  });

  it('slips through for one of four who ask at once', async () => {
    const id = await aCase();
    expect(await atOnce(4, () => ask(id))).toEqual([201, 409, 409, 409]);
  });
});

describe('The reasons to call a referral off', () => {
  const reasons = shippedReference().codes('referral-cancel-reason');

  it.each(['sender', 'recipient'] as const)('are those of the %s', async (side) => {
    for (const { id: reason, by } of reasons) {
      const { id } = await world.aSentReferral(worker, partner);
      const reply = await (side === 'sender' ? worker : partner).post(`/referrals/${id}/cancel`, { reason });
      const isTheirs = by.includes(side);
      expect([reason, reply.status]).toEqual([reason, isTheirs ? 200 : 400]);
      if (isTheirs) continue;
      const allowed = reasons.filter((each) => each.by.includes(side)).map((each) => each.id);
      expect(reply.body.errors).toMatchObject([{ field: 'reason', code: 'not-a-code' }]);
      for (const each of allowed) expect(reply.body.errors[0].detail).toContain(each);
      expect((await worker.get(`/referrals/${id}`)).body).toMatchObject({ status: 'sent', reason: null });
    }
  });

  it('are nobody’s where a consent has ended: that has deeds of its own', () => {
    const ofSystem = reasons.filter(({ by }) => by.includes('system'));
    expect(ofSystem.map(({ id, by }) => [id, by])).toEqual([
      ['consent-withdrawn', ['system']],
      ['consent-expired', ['system']],
      // What says nothing of a consent: the recipient never learns that there was none.
      ['called-off', ['sender', 'system']],
    ]);
  });
});
