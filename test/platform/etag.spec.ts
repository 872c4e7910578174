import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam } from '../support/teams.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('The tag of a record', () => {
  it('does not change for whoever cannot see the change', async () => {
    const { worker, colleague, supervisor } = await aTeam(world);
    const { id } = await world.aCase(worker);
    const need = await worker.post(`/cases/${id}/needs`, { domain: 'health', needCode: 'health-check', severity: 'some' });
    const tag = async (): Promise<unknown> => (await supervisor.get(`/needs/${need.body.id}`)).headers.etag;
    const before = await tag();
    await supervisor.post(`/cases/${id}/assign`, { workerId: colleague.id });
    await house.rows('UPDATE case_need SET version = version + 1 WHERE id = $1', [need.body.id]);
    expect(await tag()).toBe(before);
  });

  it('is another one for another row with the same values', async () => {
    const { worker } = await aTeam(world);
    const { id } = await world.aCase(worker);
    const need = { domain: 'health', needCode: 'health-check', severity: 'some' };
    const [a, b] = [await worker.post(`/cases/${id}/needs`, need), await worker.post(`/cases/${id}/needs`, need)];
    const parts = (tag: unknown): string[] => String(tag).replaceAll('"', '').split('.');
    expect(parts(a.headers.etag).filter((part) => parts(b.headers.etag).includes(part))).toEqual([]);
  });

  it('lets one of fifty edits at once through, and tells the others what it was', async () => {
    const worker = await world.someone('social-worker');
    const { id, etag } = await world.aCase(worker);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, i) => worker.patch(`/cases/${id}`, { district: `District ${i}` }, { 'if-match': etag })),
    );
    const won = replies.filter(({ status }) => status === 200);
    const lost = replies.filter(({ status }) => status === 412);
    expect([won.length, lost.length]).toEqual([1, 49]);
    const { district } = won[0]?.body as { district: string };
    expect(new Set(lost.map(({ body }) => JSON.stringify(body.current)))).toEqual(new Set([JSON.stringify({ district })]));
    expect((await worker.get(`/cases/${id}`)).body.district).toBe(district);
  });

  it('loses no edit of ten people who each try until theirs is in', async () => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker, { district: '-' });
    const add = async (letter: string): Promise<void> => {
      for (let status = 0; status !== 200;) {
        const read = await worker.get(`/cases/${id}`);
        const tag = { 'if-match': String(read.headers.etag) };
        ({ status } = await worker.patch(`/cases/${id}`, { district: `${read.body.district}${letter}` }, tag));
        expect([200, 412]).toContain(status);
      }
    };
    await Promise.all([...'abcdefghij'].map(add));
    const { district } = (await worker.get(`/cases/${id}`)).body as { district: string };
    expect([...district].sort().join('')).toBe('-abcdefghij');
  });
});
