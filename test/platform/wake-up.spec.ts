import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Client } from 'pg';
import { urlFor } from '../../src/platform/config.ts';
import { Database } from '../../src/platform/database/database.ts';
import { asSystem } from '../../src/platform/jobs/as-system.ts';
import { Jobs, JobType } from '../../src/platform/jobs/jobs.ts';
import { queueName, Relay } from '../../src/platform/jobs/relay.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { Log } from '../../src/platform/log.ts';
import { migrateQueue } from '../../src/platform/queue/migrate-queue.ts';
import { openHouse } from '../support/app.ts';
import { until } from '../support/eventually.ts';
import { promisesOf } from '../support/promises.ts';
import { World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const tenMinutes = 600_000;
let worker: Someone;
let partner: Someone;
beforeAll(async () => {
  await migrateQueue(house.config.databaseUrl, { login: `${house.config.rolePrefix}queue_login`, names: [queueName] });
  // The database knows the time of casework as in a demonstration: as an interval from its own.
  await house.rows(`UPDATE platform.demonstration_clock SET ahead = timestamptz '2026-03-02T04:00:00Z' - now()`);
  worker = await world.someone('social-worker');
  partner = await world.someone('partner-worker');
  await world.someone('supervisor', worker);
}, 60_000);

const relays: Relay[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(relays.splice(0).map((relay) => relay.beforeApplicationShutdown()));
});

/** A worker that looks round once, finds nothing, and would look again in ten minutes. */
async function aRestingRelay(): Promise<void> {
  const promises = promisesOf(house);
  const looks = jest.spyOn(promises, 'nextDueInMilliseconds');
  const relay = new Relay(house.config, promises, house.app.get(Sweep, { strict: false }), house.clock, new Log('silent'));
  relays.push(relay);
  await relay.start({ looksEvery: tenMinutes });
  await until(async () => looks.mock.calls.length === 1);
  await looks.mock.results[0]?.value;
  await turn();
}

/** A deed that promises a mail, and the mail on its way. */
async function aMailIsSent(): Promise<void> {
  const { id } = await world.aSentReferral(worker, partner);
  await until(async () => {
    const [mail] = await house.rows<{ state: string }>(
      `SELECT o.state FROM platform.outbox o JOIN notification n ON n.mail_id = o.subject_id WHERE o.kind = 'send-mail' AND n.subject_id = $1`,
      [id],
    );
    return mail?.state === 'done';
  });
}

describe('A worker at rest', () => {
  it('is woken by the deed that promised something, long before it would look by itself', async () => {
    await aRestingRelay();
    await aMailIsSent();
  }, 30_000);

  it('listens again when the line was lost, and looks for what was called out meanwhile', async () => {
    await aRestingRelay();
    const cut = await house.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN homeward_promises'`,
    );
    expect(cut).toHaveLength(1);
    await aMailIsSent();
  }, 30_000);

  it('keeps at once what a promise it kept has promised in turn', async () => {
    // What climbs meanwhile has somebody to reach.
    await world.someone('supervisor', worker);
    await world.aCase(worker);
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    // What is due already is found at the start; the mail it promises wakes nobody, and is found nevertheless.
    const promises = promisesOf(house);
    const relay = new Relay(house.config, promises, house.app.get(Sweep, { strict: false }), house.clock, new Log('silent'));
    relays.push(relay);
    await relay.start({ looksEvery: tenMinutes });
    await until(
      async () => (await house.rows(`SELECT 1 FROM platform.outbox WHERE state = 'open' AND due_at <= '2026-03-07T04:00Z'`)).length === 0,
    );
    expect(await house.rows(`SELECT 1 FROM notification WHERE kind = 'soon-due' AND subject_type = 'follow-up'`)).toHaveLength(3);
    await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  }, 30_000);
});

describe('Who listens', () => {
  it('hears of what a person promised for now: not of what is for later, not of what the clock promised', async () => {
    const heard: string[] = [];
    const client = new Client({ connectionString: urlFor(house.config, 'worker_login') });
    await client.connect();
    client.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await client.query('LISTEN homeward_promises');
    await world.aCase(worker);
    const [database, jobs] = [house.app.get(Database, { strict: false }), house.app.get(Jobs, { strict: false })];
    await asSystem(database, () => jobs.promise(new JobType('dance'), worker.id, new Date('2026-03-01T00:00:00Z')));
    const first = once(client, 'notification');
    await world.aSentReferral(worker, partner);
    await first;
    await client.query('SELECT 1');
    expect(heard).toEqual(['']);
    await client.end();
  });
});
