import 'reflect-metadata';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isSearchable, isSortable } from '../../src/access/page.ts';
import type { RecordType } from '../../src/access/record.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { given, log, logged } from '../support/deliveries.ts';
import { Api } from '../support/leaks-api.ts';
import { records, settled, signingRoles } from '../support/leaks-world.ts';
import { at } from '../support/promises.ts';
import { World, newConsent, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let api: Api;
let worker: Someone;
let partner: Someone;
let other: Someone;
beforeAll(async () => {
  api = await Api.of(house);
  worker = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
  other = await world.someone('partner-worker');
}, 30_000);
beforeEach(() => house.clock.moveTo(new Date('2026-03-02T04:00:00Z')));

/** One person whom two agencies serve: the referral of each. */
async function servedByTwo(): Promise<{ own: string; theirs: string }> {
  const { id: caseId } = await world.aCase(worker);
  await worker.post(`/cases/${caseId}/consents`, { ...newConsent, recipientIds: [partner.agencyId, other.agencyId] });
  const to = async (by: Someone): Promise<string> => {
    const asked = { toUnitId: by.unitId, serviceType: 'school-place', urgency: 'high', duplicateReason: 'more-of-it' };
    const { body } = await worker.post(`/cases/${caseId}/referrals`, asked);
    await worker.post(`/referrals/${body.id}/send`);
    await by.post(`/referrals/${body.id}/accept`);
    return body.id as string;
  };
  return { own: await to(partner), theirs: await to(other) };
}

/** All that another agency and the team can do about its deliveries on the same case. */
async function busy(theirs: string): Promise<void> {
  const first = await logged(other, theirs);
  await worker.post(`/deliveries/${first}/dispute`, { reason: 'wrong-amount' });
  const second = await logged(other, theirs, { units: 1, correctsId: first });
  await worker.post(`/deliveries/${second}/confirm`);
  const third = await logged(other, theirs, { deliveredOn: '2026-03-01', attendance: 'did-not-attend', units: 0 });
  await worker.post(`/deliveries/${third}/dispute`, { reason: 'wrong-attendance' });
  await logged(other, theirs, { deliveredOn: '2026-02-27' });
  const session = { deliveredOn: '2026-02-26', mode: 'group', participants: [{ referralId: theirs, attendance: 'attended' }] };
  expect((await other.post('/group-sessions', session)).status).toBe(201);
}

/** Every list in every order, short and long, filtered by every value that is seen there, and every row that is seen. */
async function everyExit(): Promise<string[]> {
  const role = signingRoles.find(({ name }) => name === 'partner-worker')!;
  const groupsOf = (record: RecordType) => role.grants.filter((grant) => grant.record === record).flatMap(({ see }) => see);
  const urls = ['/session'];
  for (const record of records) {
    const list = api.list(record.name);
    const fields = [...record.fields.values()].filter((field) => groupsOf(record).includes(field.group));
    if (list === undefined || fields.length === 0) continue;
    urls.push(list, `${list}?limit=1`, `${list}?limit=100`);
    const { items = [] } = (await partner.get(`${list}?limit=100`)).body as { items?: Record<string, unknown>[] };
    for (const field of fields.filter(isSortable)) urls.push(`${list}?sort=${field.name}&limit=2`, `${list}?sort=-${field.name}&limit=100`);
    for (const field of fields.filter(isSearchable)) {
      const values = [...new Set(items.map((item) => item[field.name]))].filter((value) => value !== null && value !== undefined);
      for (const value of values.slice(0, 5)) urls.push(`${list}?${field.name}=${encodeURIComponent(value as string)}`);
    }
    for (const { id } of items) urls.push(api.one(record.name, id as string) ?? list);
  }
  return urls;
}

const look = async (urls: readonly string[]): Promise<Record<string, string>> => {
  const seen: Record<string, string> = {};
  for (const url of urls) seen[url] = settled(await partner.get(url));
  return seen;
};

describe('What another agency gives the same person', () => {
  it('changes not a byte of what a partner is shown, on any exit', async () => {
    const { own, theirs } = await servedByTwo();
    const mine = await logged(partner, own);
    await worker.post(`/deliveries/${mine}/dispute`, { reason: 'wrong-day' });
    await logged(partner, own, { deliveredOn: '2026-03-01', correctsId: mine });
    await logged(partner, own, { deliveredOn: '2026-02-28', attendance: 'called-off-by-person', units: 0 });
    await partner.post('/group-sessions', {
      deliveredOn: '2026-02-25',
      mode: 'group',
      participants: [{ referralId: own, attendance: 'attended' }],
    });
    const urls = await everyExit();
    expect(urls.length).toBeGreaterThan(200);
    const before = await look(urls);
    await busy(theirs);
    expect(await look(urls)).toEqual(before);
    const theirRows = await house.rows<{ id: string }>('SELECT id FROM delivery WHERE referral_id = $1', [theirs]);
    expect(theirRows.length).toBeGreaterThanOrEqual(5);
    for (const { id } of theirRows) expect(Object.values(before).join()).not.toContain(id);
  }, 60_000);

  it('changes not a byte of what a partner is told when it logs, corrects, repeats or closes', async () => {
    const worlds = [await servedByTwo(), await servedByTwo()];
    await busy(worlds[0]!.theirs);
    const told: string[][] = [];
    for (const { own } of worlds) {
      const known = new Map<string, string>();
      const answer = ({ text, status }: { text: string; status: number }): string =>
        `${status} ${text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => known.get(id) ?? (known.set(id, `id ${known.size}`), known.get(id)!))}`;
      const session = { deliveredOn: '2026-02-26', mode: 'group', participants: [{ referralId: own, attendance: 'attended' }] };
      const first = await log(partner, own);
      const replies = [
        first,
        await log(partner, own),
        await log(partner, own, { duplicateReason: 'another-session' }),
        await log(partner, own, { units: 5, correctsId: first.body.id }),
        await log(partner, own, { deliveredOn: '2026-03-01', attendance: 'did-not-attend', units: 0 }),
        await partner.post('/group-sessions', session),
        await partner.post('/group-sessions', session),
        await log(partner, own, { deliveredOn: '2026-01-30' }),
      ];
      const outcome = { outcomeCode: 'provided', outcomeOn: '2026-03-02', outcomeUnits: 9, clientConfirmed: 'yes' };
      await partner.post(`/referrals/${own}/complete`, outcome);
      const { body } = await partner.get(`/deliveries?referralId=${own}&sort=units&limit=100`);
      const sums = (body.items as { units: number | null; status: string }[]).map(({ units, status }) => `${status} ${units}`);
      told.push([...replies.map(answer), ...sums.sort()]);
    }
    expect(told[0]).toEqual(told[1]);
    expect(told[0]!.length).toBeGreaterThan(12);
  });

  it('changes nothing of what its program hears, and of what time brings', async () => {
    const { own, theirs } = await servedByTwo();
    await logged(partner, own);
    const notified = async (): Promise<number> => (await house.rows('SELECT FROM notification WHERE person_id = $1', [partner.id])).length;
    const before = await notified();
    await busy(theirs);
    await at(house, '2026-04-20T04:00:00Z');
    await house.app.get(Sweep, { strict: false }).run();
    expect(await notified()).toBe(before);
    const { items } = (await partner.get('/deliveries?overdue=true&limit=100')).body as { items: { byUnitId: string }[] };
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ byUnitId }) => byUnitId === partner.unitId)).toBe(true);
  });

  it('is not to be guessed: an id of theirs and an id of nobody are answered alike', async () => {
    const { own, theirs } = await servedByTwo();
    const id = await logged(other, theirs, { deliveredOn: given.deliveredOn });
    const nobody = '3f2b8c1e-1111-4000-8000-00000000000a';
    for (const ask of [
      (of: string) => partner.get(`/deliveries/${of}`),
      (of: string) => log(partner, own, { correctsId: of }),
      (of: string) => partner.post(`/deliveries/${of}/dispute`, { reason: 'not-given' }),
      (of: string) => log(partner, own, { staffIds: [of] }),
    ])
      expect(settled(await ask(id))).toBe(settled(await ask(nobody)));
  });
});
