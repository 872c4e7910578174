import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../../src/platform/config.ts';
import { queueName, Relay } from '../../src/platform/jobs/relay.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { WorkerHealth } from '../../src/platform/jobs/worker-health.ts';
import { Log } from '../../src/platform/log.ts';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';
import { openHouse } from '../support/app.ts';
import { until } from '../support/eventually.ts';
import { promisesOf } from '../support/promises.ts';

const house = openHouse({ workerHealthPort: 0 });
let relay: Relay;
let health: WorkerHealth;
let port: number;
beforeAll(async () => {
  await migrateQueue(house.config.databaseUrl, { login: `${house.config.rolePrefix}queue_login`, names: [queueName] });
  relay = new Relay(house.config, promisesOf(house), house.app.get(Sweep, { strict: false }), house.clock, new Log('silent'));
  health = new WorkerHealth(house.config, relay);
  port = (await health.open())!;
}, 60_000);
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  health.beforeApplicationShutdown();
  await relay.beforeApplicationShutdown();
});

const asked = async (): Promise<number> => (await fetch(`http://127.0.0.1:${port}/`)).status;
const isWell = async (): Promise<boolean> => (await asked()) === 200;

describe('A worker', () => {
  it('says that it works once it carries promises, and not before', async () => {
    expect(await asked()).toBe(503);
    await relay.start({ looksEvery: 50 });
    await until(isWell);
  });

  it('is not well when it finds no promises any more, though it looks; and is again when it does', async () => {
    await house.rows('ALTER TABLE platform.outbox RENAME TO outbox_away');
    const now = performance.now.bind(performance);
    const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 121_000);
    expect(await asked()).toBe(503);
    await house.rows('ALTER TABLE platform.outbox_away RENAME TO outbox');
    await until(isWell);
    later.mockRestore();
  });

  it('is not well when the store of its queue does not answer', async () => {
    await until(isWell);
    await house.rows('ALTER SCHEMA bullmq RENAME TO bullmq_away');
    expect(await asked()).toBe(503);
    await house.rows('ALTER SCHEMA bullmq_away RENAME TO bullmq');
    await until(isWell);
  });

  it('is not well when it ends, whatever else answers', async () => {
    await relay.beforeApplicationShutdown();
    expect(await asked()).toBe(503);
  });
});

describe('Where it says so', () => {
  it('is said by the configuration, and nowhere without', () => {
    const env = { DATABASE_URL: 'postgres://x/y', HOMEWARD_SECRET: 'x'.repeat(32) };
    expect([readConfig(env).workerHealthPort, readConfig({ ...env, WORKER_HEALTH_PORT: '3001' }).workerHealthPort]).toEqual([null, 3001]);
    expect(() => readConfig({ ...env, WORKER_HEALTH_PORT: 'x' })).toThrow('WORKER_HEALTH_PORT');
  });
});
