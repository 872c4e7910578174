import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BreakableSystem } from '../support/breakable-system.ts';
import { until } from '../support/eventually.ts';
import { Scribe } from '../support/scribe.ts';
import { untoldOrDoubled } from '../support/told-once.ts';
import { World, type Someone } from '../support/world.ts';

let system: BreakableSystem;
let world: World;
let worker: Someone;
beforeAll(async () => {
  system = await BreakableSystem.start();
  // Otherwise nobody waits for a lock longer than 3 s, and a busy machine might need longer to hear that it should stop.
  for (const login of ['app_login', 'worker_login']) await system.house.rows(`ALTER ROLE homeward_${login} SET lock_timeout = 0`);
  await Promise.all([system.killApi(), system.killWorker()]);
  system.startWorker();
  await system.startApi();
  world = new World(system.house);
  worker = await world.someone('social-worker');
  await world.someone('supervisor', worker);
}, 240_000);
afterAll(() => system.stop(), 60_000);

const count = async (what: string): Promise<number> =>
  (await system.house.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`))[0]!.n;
const connections = (which: string): Promise<number> => count(`pg_stat_activity WHERE datname = current_database() AND ${which}`);

const kept = `platform.outbox WHERE state = 'done'`;

describe('Whoever stops', () => {
  it('the API lets in nobody new, and whoever was let in gets their answer', async () => {
    const { id, etag } = await world.aCase(worker);
    const path = `/cases/${id}`;
    const [answer, ended] = await system.whileHeld('case_anchor', async () => {
      const waiting = worker.patch(path, { district: 'Asht' }, { 'if-match': etag });
      await until(async () => (await connections(`usename = 'homeward_app_login' AND wait_event_type = 'Lock'`)) === 1);
      const stopping = system.stopApi();
      await until(async () => (await worker.get('/health/live').catch(() => ({ status: 503 }))).status === 503);
      expect(await Promise.race([waiting, stopping, Promise.resolve('both go on')])).toBe('both go on');
      return [waiting, stopping] as const;
    });
    expect(await answer).toMatchObject({ status: 200, body: { district: 'Asht' } });
    expect(await ended).toBe(0);
    await system.startApi();
    expect((await worker.get(path)).body.district).toBe('Asht');
  });

  it('the worker has it keep what it is in the middle of; the next worker keeps the rest, and each is told once', async () => {
    for (let n = 0; n < 30; n++) await world.aCase(worker);
    const before = await count(kept);
    const [begun, ended] = await system.whileHeld('notification', async () => {
      await system.moveClock(new Date((await system.now()).getTime() + 20 * 86_400_000));
      await until(async () => (await system.begun()) >= 5);
      const stopping = system.stopWorker();
      await until(async () => (await connections(`query = 'LISTEN homeward_promises'`)) === 0);
      return [await system.begun(), stopping] as const;
    });
    expect(await ended).toBe(0);
    expect(await system.begun()).toBe(0);
    // A step on which nobody stands is dropped, and kept all the same.
    expect((await count(kept)) - before).toBeGreaterThanOrEqual(begun);
    expect(await count(`follow_up_dispatch WHERE state = 'waiting'`)).toBeGreaterThan(0);

    system.startWorker();
    await system.waitForNextRing();
    await system.untilQuiet();
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect(await count('notification n JOIN follow_up f ON f.id = n.subject_id')).toBe(3 * 31);
  });
});

describe('Whoever is killed while they stop', () => {
  it('the API: every yes is found again, and of what had no answer nothing is half there', async () => {
    const clerk = await world.someone('social-worker');
    // What falls due later is told to somebody.
    await world.someone('supervisor', clerk);
    const scribe = new Scribe(clerk);
    let isOver = false;
    const atWork = scribe.work(() => isOver);
    const goesOn = async (): Promise<void> => {
      const before = scribe.deeds;
      await until(async () => scribe.wrong.length > 0 || scribe.deeds > before + 2);
    };
    await goesOn();
    const ended = await system.whileHeld('case_anchor', async () => {
      await until(async () => (await connections(`usename = 'homeward_app_login' AND wait_event_type = 'Lock'`)) > 0);
      const stopping = system.stopApi();
      await until(async () => (await worker.get('/health/live').catch(() => ({ status: 503 }))).status === 503);
      await system.killApi();
      return stopping;
    });
    // Killed: it has no code to end with.
    expect(ended).toBeNull();
    await system.startApi();
    await goesOn();
    isOver = true;
    await atWork;

    expect(scribe.wrong).toEqual([]);
    expect(scribe.unanswered).toBeGreaterThan(0);
    const found = await system.house.rows<{ id: string; district: string | null }>(
      `SELECT c.id, a.district FROM case_core c LEFT JOIN case_anchor a ON a.case_id = c.id WHERE c.worker_id = $1`,
      [clerk.id],
    );
    expect(new Map(found.map(({ id, district }) => [id, district ?? '']))).toEqual(scribe.written);
  }, 120_000);

  it('the worker: what it was in the middle of is kept by the next one, once', async () => {
    for (let n = 0; n < 10; n++) await world.aCase(worker);
    const before = await count('notification');
    const ended = await system.whileHeld('notification', async () => {
      await system.moveClock(new Date((await system.now()).getTime() + 20 * 86_400_000));
      await until(async () => (await system.begun()) >= 5);
      const stopping = system.stopWorker();
      await until(async () => (await connections(`query = 'LISTEN homeward_promises'`)) === 0);
      await system.killWorker();
      return stopping;
    });
    expect([ended, (await system.begun()) >= 5]).toEqual([null, true]);
    expect(await count('notification')).toBe(before);
    system.startWorker();
    await system.waitForNextRing();
    await system.untilQuiet();
    expect(await count('notification')).toBeGreaterThan(before);
    expect(await untoldOrDoubled(system)).toEqual([]);
  }, 120_000);
});
