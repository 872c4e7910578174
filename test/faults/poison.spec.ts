import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BreakableSystem } from '../support/breakable-system.ts';
import { until } from '../support/eventually.ts';
import { World } from '../support/world.ts';

let system: BreakableSystem;
beforeAll(async () => {
  system = await BreakableSystem.start();
}, 240_000);
afterAll(() => system.stop(), 60_000);

/** What no promise is called. */
const garbage = ['not-a-promise', '', '../../etc/passwd', `'; DROP TABLE person; --`, 'x'.repeat(2_000), randomUUID()];

describe('What nobody can keep', () => {
  it('keeps no promise from being kept beside it, and is not lost itself', async () => {
    const { house } = system;
    const world = new World(house);
    const worker = await world.someone('social-worker');
    await world.someone('supervisor', worker);
    for (let n = 0; n < 10; n++) await world.aCase(worker);
    const hopeless = ['dance', 'remind-follow-up', 'send-mail'];
    await house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at) SELECT kind, gen_random_uuid(), '-infinity' FROM unnest($1::text[]) AS kind`,
      [hopeless],
    );
    // What is too big is not taken in at all.
    await expect(system.ring(['x'.repeat(500_000)], 1)).rejects.toThrow();
    await system.ring(garbage, 3);
    await system.moveClock(new Date((await system.now()).getTime() + 9 * 86_400_000));
    const told = `SELECT DISTINCT d.id FROM follow_up_dispatch d JOIN notification n ON n.cause_id = d.id`;
    await until(async () => (await house.rows(told)).length >= 20);
    const left = await house.rows<{ state: string; subject: boolean }>(
      `SELECT state, attempts > 0 AS subject FROM platform.outbox, platform.demonstration_clock WHERE due_at <= now() + ahead AND kind = 'dance'`,
    );
    expect(left).toEqual([{ state: 'open', subject: true }]);
    expect([system.areAlive(), system.areAlive() ? '' : system.said()]).toEqual([true, '']);
    expect(await house.rows('SELECT 1 FROM person LIMIT 1')).toHaveLength(1);
  }, 120_000);
});
