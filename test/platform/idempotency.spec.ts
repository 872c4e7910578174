import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { aTeam, type Team } from '../support/teams.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
let team: Team;
beforeAll(async () => {
  team = await aTeam(world);
});
const keyed = (): Record<string, string> => ({ 'idempotency-key': randomUUID() });
const casesOf = async (workerId: string): Promise<number> =>
  (await house.rows('SELECT 1 FROM case_core WHERE worker_id = $1', [workerId])).length;

describe('A repeated request', () => {
  it.each(['', 'short', 'x'.repeat(129), 'with a space in it', 'with-ümlaut'])('needs a key of the right form: not "%s"', async (key) => {
    const reply = await team.worker.post('/cases', newCase, { 'idempotency-key': key });
    expect([reply.status, reply.body.errors]).toMatchObject([400, [{ field: 'Idempotency-Key', code: 'key-missing' }]]);
  });

  it('is answered as the first one, without doing it again', async () => {
    const worker = await world.someone('social-worker');
    const key = keyed();
    const first = await worker.post('/cases', newCase, key);
    const again = await worker.post('/cases', newCase, key);
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect([first.headers['idempotent-replay'], again.headers['idempotent-replay']]).toEqual([undefined, 'true']);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect(await casesOf(worker.id)).toBe(1);
  });

  it('shows the row as it is now, and repeats a deed in whatever state it is', async () => {
    const { id } = await world.aCase(team.worker);
    const key = keyed();
    await team.worker.post(`/cases/${id}/assess`, {}, key);
    await team.worker.post(`/cases/${id}/plan`);
    const again = await team.worker.post(`/cases/${id}/assess`, {}, key);
    expect([again.status, again.body.status]).toEqual([200, 'planned']);
  });

  it('is refused with 422 when the body or the route is another', async () => {
    const key = keyed();
    const { body } = await team.worker.post('/cases', newCase, key);
    const other = await team.worker.post('/cases', { ...newCase, language: 'ru' }, key);
    const elsewhere = await team.worker.post(`/cases/${body.id}/assess`, {}, key);
    expect([other.status, other.body.type, elsewhere.status]).toEqual([422, '/problems/key-used-otherwise', 422]);
  });

  it('waits for the first when both come at once, and then is answered alike', async () => {
    const worker = await world.someone('social-worker');
    const key = keyed();
    const replies = await Promise.all(Array.from({ length: 4 }, () => worker.post('/cases', newCase, key)));
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies.map(({ headers }) => headers['idempotent-replay']).filter((replayed) => replayed === 'true')).toHaveLength(3);
    expect(await casesOf(worker.id)).toBe(1);
  });

  it('is free to be tried again when the first failed', async () => {
    const key = keyed();
    const { id } = await world.aCase(team.worker);
    const statuses = [
      await team.worker.post(`/cases/${id}/plan`, {}, key),
      await team.worker.post(`/cases/${id}/assess`),
      await team.worker.post(`/cases/${id}/plan`, {}, key),
    ].map(({ status }) => status);
    expect(statuses).toEqual([409, 200, 200]);
  });

  it('shows nothing to whoever no longer sees the row', async () => {
    const key = keyed();
    const { body } = await team.worker.post('/cases', newCase, key);
    await team.supervisor.post(`/cases/${body.id}/assign`, { workerId: team.colleague.id });
    const again = await team.worker.post('/cases', newCase, key);
    expect([again.status, again.text.includes(body.id)]).toEqual([404, false]);
  });

  it('is another request when another person makes it', async () => {
    const key = keyed();
    const [mine, theirs] = [await team.worker.post('/cases', newCase, key), await team.colleague.post('/cases', newCase, key)];
    expect([theirs.status, theirs.headers['idempotent-replay']]).toEqual([201, undefined]);
    expect(theirs.body.id).not.toBe(mine.body.id);
  });

  it('leaves nothing of its body behind', async () => {
    await team.worker.post('/cases', { ...newCase, district: 'Canarydistrict' }, keyed());
    expect(JSON.stringify(await house.rows('SELECT * FROM platform.idempotency'))).not.toContain('Canarydistrict');
  });
});
