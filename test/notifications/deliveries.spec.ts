import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { anAccepted, log, logged } from '../support/deliveries.ts';
import { Endpoint } from '../support/endpoint.ts';
import { at, keepWhatIsDue } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse({ webhooksToLoopback: true });
const world = new World(house);
const endpoints: Endpoint[] = [];
let worker: Someone;
let supervisor: Someone;
let partner: Someone;
let colleague: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
  partner = await world.someone('partner-worker');
  colleague = await world.someone('partner-worker', partner);
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));
afterAll(() => Promise.all(endpoints.map((each) => each.close())));

/** What somebody was told of one delivery. */
async function toldOf(who: Someone, id: string): Promise<string[]> {
  const { body } = await who.get(`/notifications?subjectType=delivery&subjectId=${id}&limit=100`);
  return (body.items as { kind: string }[]).map(({ kind }) => kind).sort();
}
const heard = (id: string, ...who: Someone[]) => Promise.all(who.map((each) => toldOf(each, id)));
const noShow = { attendance: 'did-not-attend', units: 0 };

describe('Of deliveries', () => {
  it('the worker hears that the first one took place, of nobody who did not come, and of no more', async () => {
    const { id: referral } = await anAccepted(world, worker, partner);
    const missed = await logged(partner, referral, { ...noShow, deliveredOn: '2026-02-27' });
    const first = await logged(partner, referral, { deliveredOn: '2026-03-01' });
    const next = await logged(partner, referral);
    const right = await logged(partner, referral, { units: 3, correctsId: next });
    expect([await heard(missed, worker, supervisor, partner), await heard(first, worker, supervisor, partner)]).toEqual([
      [['not-attended'], [], []],
      [['begun'], [], []],
    ]);
    expect([await toldOf(worker, next), await toldOf(worker, right)]).toEqual([[], []]);
  });

  it('of a group session each worker hears of the own case alone', async () => {
    const another = await world.someone('social-worker');
    const [{ id: own }, { id: other }] = [await anAccepted(world, worker, partner), await anAccepted(world, another, partner)];
    const participants = [
      { referralId: own, attendance: 'attended' },
      { referralId: other, attendance: 'did-not-attend' },
    ];
    expect((await partner.post('/group-sessions', { deliveredOn: '2026-03-02', mode: 'group', participants })).status).toBe(201);
    const idOf = async (referral: string): Promise<string> =>
      (await house.rows<{ id: string }>('SELECT id FROM delivery WHERE referral_id = $1', [referral]))[0]!.id;
    expect(await heard(await idOf(own), worker, another)).toEqual([['begun'], []]);
    expect(await heard(await idOf(other), worker, another)).toEqual([[], ['not-attended']]);
  });

  it('who logged one hears that it is disputed, or the unit if they left; the worker, that it was put right', async () => {
    const leaver = await world.someone('partner-worker', partner);
    const { id: referral } = await anAccepted(world, worker, partner);
    const first = await logged(partner, referral);
    const second = await logged(leaver, referral, { deliveredOn: '2026-03-01' });
    await house.rows('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    for (const id of [first, second]) expect((await worker.post(`/deliveries/${id}/dispute`, { reason: 'wrong-day' })).status).toBe(200);
    expect(await heard(first, partner, colleague)).toEqual([['disputed'], []]);
    expect(await heard(second, partner, colleague)).toEqual([['disputed'], ['disputed']]);
    const right = await logged(colleague, referral, { units: 1, correctsId: first });
    expect(await heard(right, worker, supervisor, partner)).toEqual([['corrected'], [], []]);
    expect((await worker.post(`/deliveries/${right}/confirm`)).status).toBe(200);
    expect(await heard(right, partner, colleague)).toEqual([[], []]);
  });

  it('the supervisor hears of one that was logged late; of a sealed case its worker does', async () => {
    const [{ id: open }, { id: closed, caseId }] = [await anAccepted(world, worker, partner), await anAccepted(world, worker, partner)];
    expect((await supervisor.post(`/cases/${caseId}/seal`, { reason: 'safety' })).status).toBe(204);
    await house.clock.moveTo(new Date('2026-04-10T04:00:00Z'));
    const [late, sealed] = [await logged(partner, open), await logged(partner, closed)];
    expect(await heard(late, worker, supervisor)).toEqual([['begun'], ['late']]);
    expect(await heard(sealed, worker, supervisor)).toEqual([['late'], []]);
  });

  it('the supervisors hear for a worker who is gone, each once of each thing', async () => {
    const gone = await world.someone('social-worker', worker);
    const { id: referral } = await anAccepted(world, gone, partner);
    await house.rows('UPDATE person SET active = false WHERE id = $1', [gone.id]);
    await house.clock.moveTo(new Date('2026-04-10T04:00:00Z'));
    expect(await toldOf(supervisor, await logged(partner, referral))).toEqual(['begun', 'late']);
  });

  it('mail says neither whose case it is nor what was given', async () => {
    const { id: referral, caseId } = await anAccepted(world, worker, partner);
    await keepWhatIsDue(house);
    const id = await logged(partner, referral, { ...noShow, staffIds: [colleague.id] });
    await keepWhatIsDue(house);
    const { body, text } = await worker.get(`/notifications?subjectId=${id}`);
    expect(body.items[0]).toMatchObject({ subjectType: 'delivery', dueOn: null, readAt: null });
    const mail = await readFile(join(house.config.dataDir, 'mail', `${body.items[0].id}.json`), 'utf8');
    expect(mail).toContain(`/deliveries/${id}`);
    const [facts] = await house.rows<{ code: string; referral: string }>(
      'SELECT c.code, r.code AS referral FROM case_core c, referral r WHERE c.id = $1 AND r.id = $2',
      [caseId, referral],
    );
    for (const secret of [caseId, referral, facts!.code, facts!.referral, 'school', 'education', '2026-03-02', partner.id, colleague.id])
      expect(mail + text.replaceAll(/"createdAt":"[^"]+"|"mailAt":"[^"]+"/g, '')).not.toContain(secret);
  });
});

describe('A program of the unit', () => {
  it('hears that there is an answer to a delivery of its own, by kind and id alone, and only if it reads deliveries', async () => {
    const admin = await world.someone('administrator');
    const giver = await world.someone('partner-worker');
    const subscribe = async (scopes: string[], who: Someone): Promise<Endpoint> => {
      const endpoint = await Endpoint.open();
      endpoints.push(endpoint);
      const client = await admin.post('/clients', { name: 'Register', unitId: who.unitId, role: 'partner-worker', scopes });
      expect((await admin.post('/webhooks', { clientId: client.body.id, url: endpoint.url })).status).toBe(201);
      return endpoint;
    };
    const reads = await subscribe(['delivery:read'], giver);
    const [blind, elsewhere] = [await subscribe(['referral:read'], giver), await subscribe(['delivery:read'], partner)];
    const { id: referral } = await anAccepted(world, worker, giver);
    const { id } = (await log(giver, referral)).body as { id: string };
    await worker.post(`/deliveries/${id}/dispute`, { reason: 'wrong-day' });
    await keepWhatIsDue(house);
    await at(house, '2026-03-02T05:00:00Z');
    const bodies = ({ received }: Endpoint) => received.map(({ body }) => JSON.parse(body) as { type: string; data: object });
    expect(bodies(reads).filter(({ type }) => type === 'delivery.changed')).toEqual([
      { type: 'delivery.changed', timestamp: '2026-03-02T04:00:00.000Z', data: { id } },
    ]);
    for (const endpoint of [blind, elsewhere]) expect(bodies(endpoint).filter(({ type }) => type === 'delivery.changed')).toEqual([]);
  });
});
