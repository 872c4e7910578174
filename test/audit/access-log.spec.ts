import { describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('Checking the access log', () => {
  it('shows an auditor who read what kind of record, and neither the case nor a value of it', async () => {
    const worker = await world.someone('social-worker');
    const { id, code } = await world.aCase(worker);
    await worker.get(`/cases/${id}`);
    const auditor = await world.someone('auditor');
    const log = await auditor.get(`/audit-events?actorId=${worker.id}&action=read&sort=-at`);
    expect(log.body.items[0]).toMatchObject({ actorRole: 'social-worker', record: 'case', rowsSeen: 1, result: 'shown' });
    expect(log.text).not.toContain(id);
    expect(log.text).not.toContain(code);
  });

  it.each([
    'social-worker',
    'supervisor',
    'partner-worker',
    'ministry-officer',
    'administrator',
    'coordinator',
    'specialist',
    'privacy-officer',
  ])('is refused to the %s with 403', async (role) => {
    const someone = await world.someone(role);
    expect((await someone.get('/audit-events')).status).toBe(403);
  });

  it.each([
    'administrator',
    'auditor',
    'coordinator',
    'privacy-officer',
    'specialist',
    'partner-worker',
    'ministry-officer',
    'focal-point',
  ])('the %s sees no case, whether it exists or not', async (role) => {
    const worker = await world.someone('social-worker');
    const { id } = await world.aCase(worker);
    const someone = await world.someone(role);
    // Specialists are shown the cases in their care: of this one they have not been asked for anything.
    const list = await someone.get('/cases');
    expect([list.status, (list.body as { items?: unknown[] }).items]).toEqual(role === 'specialist' ? [200, []] : [403, undefined]);
    const [real, absent] = [await someone.get(`/cases/${id}`), await someone.get('/cases/00000000-0000-4000-8000-000000000000')];
    expect([real.status, real.text]).toEqual([404, absent.text]);
  });
});
