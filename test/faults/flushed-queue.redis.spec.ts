import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { BreakableSystem } from '../support/breakable-system.ts';
import { until } from '../support/eventually.ts';
import { Ledger } from '../support/ledger.ts';
import { startRedis, type RedisServer } from '../support/redis-server.ts';
import { untoldOrDoubled } from '../support/told-once.ts';
import { World } from '../support/world.ts';

let redis: RedisServer;
let system: BreakableSystem;
beforeAll(async () => {
  redis = await startRedis();
  system = await BreakableSystem.start({ redisUrl: redis.url });
}, 240_000);
afterAll(async () => {
  await system.stop();
  await redis.kill();
}, 60_000);

describe('A queue in Redis that is emptied', () => {
  it('in the middle of many reminders loses none and doubles none', async () => {
    const world = new World(system.house);
    const ledger = new Ledger(system.house, () => system.now());
    const worker = ledger.watched(await world.someone('social-worker'));
    await world.someone('supervisor', worker);
    for (let made = 0; made < 30; made += 10) await Promise.all(Array.from({ length: 10 }, () => world.aCase(worker)));
    const client = new Redis(redis.url);
    await system.whileHeld('notification', async () => {
      await system.moveClock(new Date((await system.now()).getTime() + 20 * 86_400_000));
      // Some are in the middle of their work, the others wait in the queue.
      await until(async () => (await system.begun()) >= 5);
      expect(await client.dbsize()).toBeGreaterThan(10);
      await client.flushall();
      expect(await client.dbsize()).toBeLessThan(10);
    });
    client.disconnect();
    for (let made = 0; made < 5; made++) await world.aCase(worker);
    // Those under way end well; of the others the queue knows nothing any more.
    await until(async () => (await system.begun()) === 0);
    await system.waitForNextRing();
    await system.untilQuiet();
    // Two reminders of each case's contact at the least; what is due in months waits. Whether one is lost is asked below.
    const sent = await system.house.rows(`SELECT 1 FROM follow_up_dispatch WHERE state = 'sent' AND kind IN ('soon-due', 'due')`);
    expect(sent.length).toBeGreaterThanOrEqual(60);
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect([ledger.size, await ledger.wrongs()]).toEqual([35, []]);
    expect([system.areAlive(), system.areAlive() ? '' : system.said()]).toEqual([true, '']);
  }, 60_000);
});
