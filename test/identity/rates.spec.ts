import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse({ requestsPerMinute: 5 });
const world = new World(house);
let worker: Someone;
let other: Someone;
beforeAll(async () => {
  [worker, other] = [await world.someone('social-worker'), await world.someone('social-worker')];
});

/** What so many requests in a row are answered with, from an address of their own each. */
async function asked(times: number, who: Someone, url = '/cases', from = (n: number) => `10.9.0.${n}`): Promise<Record<number, number>> {
  const answers: Record<number, number> = {};
  for (let n = 0; n < times; n++) {
    const { status, headers, body } = await world.send('GET', url, who.cookie, undefined, {}, from(n));
    answers[status] = (answers[status] ?? 0) + 1;
    if (status !== 429) continue;
    expect(body).toMatchObject({ type: '/problems/too-many', status: 429, detail: 'Wait a little, then try again.' });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  }
  return answers;
}

describe('So many requests a minute', () => {
  it('are answered to one account, wherever they come from and at whatever screen, and to another one as many', async () => {
    expect(await asked(4, worker)).toEqual({ 200: 4 });
    expect(await asked(3, await world.again(worker))).toEqual({ 200: 1, 429: 2 });
    expect(await asked(5, other)).toEqual({ 200: 5 });
  });

  it('are answered to a program as to a person', async () => {
    const [admin, partner] = [await world.someone('administrator'), await world.someone('partner-worker')];
    const facts = { name: 'Register of places', unitId: partner.unitId, role: 'partner-worker', scopes: ['referral:read'] };
    const { id } = (await admin.post('/clients', facts)).body as { id: string };
    const { key } = (await admin.post(`/clients/${id}/keys`, {})).body as { key: string };
    const answers: number[] = [];
    for (let n = 0; n < 7; n++) {
      const headers = { authorization: `Bearer ${key}` };
      answers.push((await house.app.inject({ url: '/referrals', headers, remoteAddress: `10.9.2.${n}` })).statusCode);
    }
    expect(answers).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  it('are answered to one address, signed in or not; how the process does is told whatever comes', async () => {
    const stranger = { ...worker, cookie: '' };
    const fromOne = (): string => '10.9.1.1';
    expect(await asked(52, stranger, '/cases', fromOne)).toEqual({ 401: 50, 429: 2 });
    expect(await asked(3, stranger, '/health/live', fromOne)).toEqual({ 200: 3 });
    expect(await asked(1, stranger, '/cases', () => '10.9.1.2')).toEqual({ 401: 1 });
  });
});
