import { describe, expect, it } from '@jest/globals';
import { Events } from '../../src/platform/events.ts';
import { openHouse } from '../support/app.ts';
import { whileFailing } from '../support/teams.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);

describe('An event', () => {
  it('is heard in the transaction that caused it: one listener fails, and nothing has happened', async () => {
    const worker = await world.someone('social-worker');
    const reply = await whileFailing(house, 'platform.outbox', () => worker.post('/cases', newCase));
    expect(reply.status).toBe(500);
    const left = await house.rows(
      `SELECT (SELECT count(*)::int FROM case_core WHERE worker_id = $1) AS cases, (SELECT count(*)::int FROM follow_up WHERE worker_id = $1) AS contacts,
        (SELECT count(*)::int FROM platform.idempotency WHERE actor_id = $1) AS keys, (SELECT count(*)::int FROM platform.outbox) AS promises`,
      [worker.id],
    );
    expect(left).toEqual([{ cases: 0, contacts: 0, keys: 0, promises: 0 }]);
  });

  it('that nobody hears is no fault', async () => {
    await expect(house.app.get(Events, { strict: false }).publish(new Date(0))).resolves.toBeUndefined();
  });

  it('heard as the system is written for the one who caused it', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    const asked = await house.rows('SELECT DISTINCT asked_as FROM platform.outbox');
    expect(asked).toEqual([{ asked_as: 'system' }]);
  });
});
