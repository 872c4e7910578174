import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { Endpoint, isSignedWith, manners, type Received } from '../support/endpoint.ts';
import { Ledger } from '../support/ledger.ts';
import { at, keepWhatIsDue, promisesOf } from '../support/promises.ts';
import { atOnce } from '../support/teams.ts';
import { goRoundAt } from '../support/waiting.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse({ webhooksToLoopback: true });
const world = new World(house);
const ledger = new Ledger(house);
const start = '2026-03-02T04:00:00Z';
let admin: Someone;
let worker: Someone;
const endpoints: Endpoint[] = [];
beforeAll(async () => {
  admin = await world.someone('administrator');
  worker = await world.someone('social-worker');
});
afterEach(() => house.clock.moveTo(new Date(start)));
afterAll(() => Promise.all(endpoints.map((each) => each.close())));

/** A program of somebody's unit, and where it is called. */
interface Subscriber {
  readonly partner: Someone;
  readonly clientId: string;
  readonly id: string;
  readonly secret: string;
  readonly endpoint: Endpoint;
}

async function aSubscriber(partner?: Someone, scopes = ['referral:read']): Promise<Subscriber> {
  const who = partner ?? (await world.someone('partner-worker'));
  const endpoint = await Endpoint.open();
  endpoints.push(endpoint);
  const client = await admin.post('/clients', { name: 'Register', unitId: who.unitId, role: 'partner-worker', scopes });
  const { status, body, text } = await admin.post('/webhooks', { clientId: client.body.id, url: endpoint.url });
  if (status !== 201) throw new Error(text);
  return { partner: who, clientId: client.body.id as string, id: body.id as string, secret: body.secret as string, endpoint };
}

const heard = ({ endpoint }: Subscriber): string[] => endpoint.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
const aboutOf = ({ body }: Received): string => (JSON.parse(body) as { data: { id: string } }).data.id;
const stateOf = async ({ id }: Subscriber): Promise<{ status: string; failingSince: string | null }> =>
  (await admin.get(`/webhooks/${id}`)).body;
const messagesOf = async ({ id }: Subscriber): Promise<{ id: string; status: string; attempts: number; fault: string | null }[]> =>
  (await admin.get(`/webhook-messages?webhookId=${id}&sort=happenedAt&limit=100`)).body.items;
const hoursOn = (hours: number): string => new Date(Date.parse(start) + hours * 3_600_000).toISOString();

describe('A subscriber', () => {
  it('hears of each step of a referral to its unit, in order, by kind and id alone, signed', async () => {
    const subscriber = await aSubscriber();
    const { id, caseId } = await world.aSentReferral(worker, subscriber.partner);
    await subscriber.partner.post(`/referrals/${id}/accept`);
    await worker.post(`/referrals/${id}/cancel`, { reason: 'need-met' });
    await keepWhatIsDue(house);
    expect(heard(subscriber)).toEqual(['referral.sent', 'referral.changed', 'referral.cancelled']);
    const [facts] = await house.rows<{ code: string; referral: string }>(
      'SELECT c.code, r.code AS referral FROM case_core c, referral r WHERE c.id = $1 AND r.id = $2',
      [caseId, id],
    );
    for (const received of subscriber.endpoint.received) {
      expect(JSON.parse(received.body)).toEqual({ type: expect.any(String), timestamp: expect.any(String), data: { id } });
      expect(isSignedWith(subscriber.secret, received)).toBe(true);
      const sent = JSON.stringify(received);
      for (const secret of [caseId, facts!.code, facts!.referral, 'school', 'need-met', 'TJ-SU', worker.id])
        expect(sent).not.toContain(secret);
    }
    expect(new Set(subscriber.endpoint.received.map(({ headers }) => headers['webhook-id'])).size).toBe(3);
  });

  it('is reminded of what waits in its unit, and hears nothing of what climbs beyond it', async () => {
    const subscriber = await aSubscriber();
    await world.someone('focal-point', subscriber.partner);
    await world.aSentReferral(worker, subscriber.partner);
    await goRoundAt(house, '2026-03-03T03:00:00Z', '2026-03-03T04:00:00Z', '2026-03-03T16:00:00Z', '2026-03-03T17:00:00Z');
    // Half-way to be seen and at the deadline, half-way to be decided.
    expect(heard(subscriber)).toEqual(['referral.sent', ...Array.from({ length: 3 }, () => 'referral.waiting')]);
  });

  it('of a unit that takes over from one that is no more hears of its referrals as of new ones', async () => {
    const subscriber = await aSubscriber();
    const { unitId, agencyId } = subscriber.partner;
    const [below] = await house.rows<{ id: string }>(
      `INSERT INTO unit (id, agency_id, parent_unit_id, name, region) VALUES (gen_random_uuid(), $1, $2, 'Below', 'TJ-SU') RETURNING id`,
      [agencyId, unitId],
    );
    const { id } = await world.aSentReferral(worker, await world.someone('partner-worker', { unitId: below!.id, agencyId }));
    await house.rows('UPDATE unit SET active = false WHERE id = $1', [below!.id]);
    await goRoundAt(house, hoursOn(1), hoursOn(2));
    expect(subscriber.endpoint.received.map(aboutOf)).toEqual([id]);
    expect(heard(subscriber)).toEqual(['referral.sent']);
  });

  it('hears nothing of what was sent to another unit, of a draft, or of what its program may not read', async () => {
    const [subscriber, blind] = [await aSubscriber(), await aSubscriber(undefined, ['delivery:read'])];
    const stranger = await world.someone('partner-worker');
    await world.aSentReferral(worker, stranger);
    await world.aSentReferral(worker, blind.partner);
    const { caseId } = await world.aSentReferral(worker, stranger);
    await worker.post(`/cases/${caseId}/referrals`, { toUnitId: subscriber.partner.unitId, serviceType: 'school-place', urgency: 'high' });
    await keepWhatIsDue(house);
    expect([heard(subscriber), heard(blind)]).toEqual([[], []]);
    expect(await messagesOf(blind)).toMatchObject([{ status: 'dropped', attempts: 0 }]);
  });

  it('is judged when it is told: what moved out of its sight meanwhile, it does not hear of; that it is gone, only if it knew of it', async () => {
    const [knew, late] = [await aSubscriber(), await aSubscriber()];
    const known = await world.aSentReferral(ledger.watched(worker), knew.partner);
    await keepWhatIsDue(house);
    const unknown = await world.aSentReferral(ledger.watched(worker), late.partner);
    for (const { id } of [known, unknown]) expect((await worker.post(`/referrals/${id}/enter-in-error`)).status).toBe(200);
    await keepWhatIsDue(house);
    expect([heard(knew), heard(late)]).toEqual([['referral.sent', 'referral.cancelled'], []]);
    expect([ledger.size, await ledger.wrongs()]).toEqual([8, []]);
  });

  it('hears nothing more once its program is revoked', async () => {
    const subscriber = await aSubscriber();
    await world.aSentReferral(ledger.watched(worker), subscriber.partner);
    await admin.post(`/clients/${subscriber.clientId}/revoke`);
    await world.aSentReferral(ledger.watched(worker), subscriber.partner);
    await keepWhatIsDue(house);
    expect([heard(subscriber), (await messagesOf(subscriber)).map(({ status }) => status)]).toEqual([[], ['dropped']]);
    expect([ledger.size, await ledger.wrongs()]).toEqual([8, []]);
  });

  it('hears again of the first thing before anything later, each thing once', async () => {
    const subscriber = await aSubscriber();
    subscriber.endpoint.manner = manners.breaks;
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) {
      ids.push((await world.aSentReferral(worker, subscriber.partner)).id);
      await keepWhatIsDue(house);
    }
    expect(subscriber.endpoint.received.map(aboutOf)).toEqual([ids[0]]);
    subscriber.endpoint.manner = manners.takes;
    await at(house, hoursOn(1));
    expect(subscriber.endpoint.received.map(aboutOf)).toEqual([ids[0], ...ids]);
    const [first, again] = subscriber.endpoint.received.map(({ headers }) => headers['webhook-id']);
    expect(first).toBe(again);
    expect((await messagesOf(subscriber)).map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect((await stateOf(subscriber)).failingSince).toBeNull();
  });

  it('is told once though many workers keep the same promise at once', async () => {
    const subscriber = await aSubscriber();
    await world.aSentReferral(worker, subscriber.partner);
    await house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at) SELECT 'call-webhook', $1, '-infinity' FROM generate_series(1, 5)`,
      [subscriber.id],
    );
    const due = await promisesOf(house).claimDue();
    await Promise.all(due.map((id) => promisesOf(house).keep(id)));
    expect(heard(subscriber)).toEqual(['referral.sent']);
  });
});

describe('An endpoint that takes nothing for a day', () => {
  it('is called no more, which administrators hear; what waited is told when it is called again, what was given up when it is replayed', async () => {
    const subscriber = await aSubscriber();
    subscriber.endpoint.manner = manners.breaks;
    const first = await world.aSentReferral(worker, subscriber.partner);
    await house.clock.moveTo(new Date('2026-03-02T04:00:01Z'));
    const second = await world.aSentReferral(worker, subscriber.partner);
    for (let hour = 0; hour <= 23; hour++) await at(house, hoursOn(hour));
    expect(await stateOf(subscriber)).toMatchObject({ status: 'active', failingSince: '2026-03-02T04:00:00.000Z' });
    for (let hour = 24; hour <= 26; hour++) await at(house, hoursOn(hour));
    expect(await stateOf(subscriber)).toMatchObject({ status: 'disabled' });
    expect(await messagesOf(subscriber)).toMatchObject([
      { status: 'given_up', fault: 'broken' },
      { status: 'queued', attempts: 0 },
    ]);
    const { body: told } = await admin.get(`/notifications?subjectId=${subscriber.id}`);
    expect(told.items).toMatchObject([{ kind: 'disabled', subjectType: 'webhook' }]);
    const calls = subscriber.endpoint.received.length;
    await at(house, hoursOn(40));
    expect(subscriber.endpoint.received).toHaveLength(calls);

    subscriber.endpoint.manner = manners.takes;
    expect((await admin.post(`/webhooks/${subscriber.id}/ping`)).body).toMatchObject({ type: '/problems/webhook-disabled' });
    expect(await atOnce(3, () => admin.post(`/webhooks/${subscriber.id}/enable`))).toEqual([200, 409, 409]);
    await keepWhatIsDue(house);
    expect(subscriber.endpoint.received.slice(calls).map(aboutOf)).toEqual([second.id]);
    const [given] = await messagesOf(subscriber);
    expect(await atOnce(3, () => admin.post(`/webhook-messages/${given!.id}/replay`))).toEqual([200, 409, 409]);
    await keepWhatIsDue(house);
    expect(subscriber.endpoint.received.slice(calls).map(aboutOf)).toEqual([second.id, first.id]);
  });

  it('is called no more at once if it says that it is gone', async () => {
    const subscriber = await aSubscriber();
    subscriber.endpoint.manner = manners.isGone;
    await world.aSentReferral(worker, subscriber.partner);
    await keepWhatIsDue(house);
    expect(await stateOf(subscriber)).toMatchObject({ status: 'disabled' });
  });
});

describe('Endpoints that behave badly', () => {
  it('are called again later, keep nobody waiting, and are led nowhere; the others hear meanwhile', async () => {
    const partner = await world.someone('partner-worker');
    const bad = await Promise.all(
      (['hangs', 'breaks', 'drips', 'refuses'] as const).map(async (name) => {
        const subscriber = await aSubscriber(partner);
        subscriber.endpoint.manner = manners[name];
        return subscriber;
      }),
    );
    const [redirecting, pouring, good] = [await aSubscriber(partner), await aSubscriber(partner), await aSubscriber(partner)];
    const inner = await Endpoint.open();
    endpoints.push(inner);
    redirecting.endpoint.redirectTo(inner.url);
    pouring.endpoint.manner = manners.pours;
    const { id } = await world.aSentReferral(ledger.watched(worker), partner);

    const ended: string[] = [];
    const subjects = new Map(
      (await house.rows<{ id: string; kind: string; subject_id: string }>('SELECT id, kind, subject_id FROM platform.outbox')).map((p) => [
        p.id,
        p,
      ]),
    );
    const due = await promisesOf(house).claimDue();
    const kept = Promise.all(
      due.map((each) =>
        promisesOf(house)
          .keep(each)
          .then(() => ended.push(subjects.get(each)!.kind)),
      ),
    );
    // A person's deed does not wait for any of them.
    expect((await ledger.post(partner, `/referrals/${id}/accept`)).status).toBe(200);
    expect(ended.length).toBeLessThan(due.length);
    await kept;
    await at(house, '2026-03-02T04:00:10Z');
    await at(house, '2026-03-02T04:00:20Z');
    expect(heard(good)).toEqual(['referral.sent', 'referral.changed']);
    expect(heard(pouring)).toEqual(['referral.sent', 'referral.changed']);
    expect(inner.received).toEqual([]);
    const tried = async (each: Subscriber): Promise<unknown> => (await messagesOf(each)).find(({ attempts }) => attempts > 0);
    const faults = await Promise.all([...bad, redirecting].map(tried));
    expect(faults).toMatchObject(
      ['no-answer', 'broken', 'no-answer', 'refused', 'redirects'].map((fault) => ({ status: 'queued', attempts: 1, fault })),
    );
    expect([ledger.size >= 5, await ledger.wrongs()]).toEqual([true, []]);
  }, 60_000);

  it('leave no message waiting for a promise that got lost', async () => {
    const subscriber = await aSubscriber();
    await world.aSentReferral(worker, subscriber.partner);
    await house.rows(`DELETE FROM platform.outbox WHERE kind = 'call-webhook'`);
    await house.app.get(Sweep, { strict: false }).run();
    await keepWhatIsDue(house);
    expect(heard(subscriber)).toEqual(['referral.sent']);
    await house.clock.moveTo(new Date('2026-04-05T04:00:00Z'));
    await house.app.get(Sweep, { strict: false }).run();
    expect(await messagesOf(subscriber)).toEqual([]);
  });
});

describe('An administrator', () => {
  it('tries an endpoint, and gives it another secret, beside which the former one holds for a week', async () => {
    const subscriber = await aSubscriber();
    const rotated = await admin.post(`/webhooks/${subscriber.id}/rotate-secret`);
    expect(rotated.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const time of [start, '2026-03-10T04:00:00Z']) {
      await house.clock.moveTo(new Date(time));
      expect((await admin.post(`/webhooks/${subscriber.id}/ping`)).status).toBe(200);
      await keepWhatIsDue(house);
    }
    const [inTheWeek, after] = subscriber.endpoint.received;
    const both = [subscriber.secret, rotated.body.secret as string];
    expect(both.map((secret) => isSignedWith(secret, inTheWeek!))).toEqual([true, true]);
    expect(both.map((secret) => isSignedWith(secret, after!))).toEqual([false, true]);
    expect(heard(subscriber)).toEqual(['ping', 'ping']);
    const { text } = await admin.get(`/webhooks/${subscriber.id}`);
    for (const secret of both) expect(text).not.toContain(secret);
  });

  it('sees what became of the calls, not what they were about', async () => {
    const subscriber = await aSubscriber();
    const { id } = await world.aSentReferral(worker, subscriber.partner);
    await keepWhatIsDue(house);
    const { text } = await admin.get(`/webhook-messages?webhookId=${subscriber.id}`);
    expect(text).toContain('"status":"sent"');
    for (const hidden of [id, 'referral', 'subjectId']) expect(text).not.toContain(hidden);
  });

  it('is the only one who has to do with endpoints', async () => {
    const subscriber = await aSubscriber();
    await world.aSentReferral(worker, subscriber.partner);
    const [message] = await messagesOf(subscriber);
    for (const who of [subscriber.partner, worker, await world.someone('auditor')]) {
      expect((await who.post('/webhooks', { clientId: subscriber.clientId, url: subscriber.endpoint.url })).status).toBe(403);
      expect((await who.get(`/webhooks/${subscriber.id}`)).status).toBe(404);
      expect((await who.post(`/webhooks/${subscriber.id}/rotate-secret`)).status).toBe(404);
      expect((await who.post(`/webhook-messages/${message!.id}/replay`)).status).toBe(404);
    }
    expect((await admin.post(`/webhook-messages/${message!.id}/replay`)).status).toBe(409);
    expect(await atOnce(2, () => admin.post(`/webhooks/${subscriber.id}/disable`))).toEqual([200, 409]);
  });

  it.each([
    'https://127.0.0.1.nip.example:x',
    'http://partner.example/',
    'https://10.0.0.1/',
    'https://a:b@partner.example/',
    'ftp://a.example',
  ])('opens none at %j', async (url) => {
    const { clientId } = await aSubscriber();
    expect((await admin.post('/webhooks', { clientId, url })).body).toMatchObject({
      status: 400,
      errors: [{ field: 'url', code: 'not-an-endpoint' }],
    });
  });

  it('opens none for a program that there is not, or that is revoked', async () => {
    const { clientId } = await aSubscriber();
    await admin.post(`/clients/${clientId}/revoke`);
    const url = 'https://partner.example/hook';
    expect((await admin.post('/webhooks', { clientId, url })).body).toMatchObject({ type: '/problems/client-revoked' });
    expect((await admin.post('/webhooks', { clientId: randomUUID(), url })).body).toMatchObject({ errors: [{ field: 'clientId' }] });
  });
});
