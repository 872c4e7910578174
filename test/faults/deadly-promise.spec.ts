import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Handlers } from '../../src/platform/jobs/handlers.ts';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { Log } from '../../src/platform/log.ts';
import { openHouse } from '../support/app.ts';
import { built, root } from '../support/built.ts';
import { until } from '../support/eventually.ts';
import { Ledger } from '../support/ledger.ts';
import { promisesOf } from '../support/promises.ts';
import { newCase, World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const ledger = new Ledger(house);
const lines: { msg: string; level: number; kind?: string; count?: number }[] = [];
beforeAll(async () => {
  await built();
  const write = (line: string): void => void lines.push(JSON.parse(line) as (typeof lines)[number]);
  const log: object = house.app.get(Log, { strict: false });
  (log as { logger: unknown }).logger = pino({ level: 'error', base: null }, { write });
}, 240_000);

/** A worker process tries to keep these promises; how it ended. */
async function aWorkerTries(...ids: string[]): Promise<NodeJS.Signals | null> {
  const { databaseUrl: DATABASE_URL, secret: HOMEWARD_SECRET, rolePrefix: DATABASE_ROLE_PREFIX } = house.config;
  const env = { PATH: process.env.PATH, HOMEWARD_MODE: 'test', LOG_LEVEL: 'silent', DATABASE_URL, HOMEWARD_SECRET, DATABASE_ROLE_PREFIX };
  const child = spawn(process.execPath, ['test/support/deadly-worker.mjs', ...ids], { cwd: root, env, stdio: 'inherit' });
  await once(child, 'exit');
  // The database ends what the process was at as soon as it notices that nobody is there any more.
  const others = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'homeward-worker_login'`;
  await until(async () => (await house.rows(others)).length === 0);
  return child.signalCode;
}

interface Promised {
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly is_begun: boolean;
  readonly waits: number;
}
const look = async (id: string): Promise<Promised> => {
  const text = `SELECT state, attempts, last_fault, begun_at IS NOT NULL AS is_begun,
    extract(epoch FROM rings_again_at - now())::float8 AS waits FROM platform.outbox WHERE id = $1`;
  return (await house.rows<Promised>(text, [id]))[0]!;
};

describe('A promise that ends its worker', () => {
  it('is given up after twelve tries though nobody lived to note one, and says so; who worked beside it is kept; mended and rung again it has its effect once', async () => {
    const deadly = randomUUID();
    // Nine times already, so that three are enough.
    await house.rows(
      `INSERT INTO platform.outbox (id, kind, subject_id, due_at, attempts) VALUES ($1, 'end-the-worker', $1, '2026-03-01', 9)`,
      [deadly],
    );
    const [worker, partner] = [ledger.watched(await world.someone('social-worker')), await world.someone('partner-worker')];
    await world.aSentReferral(worker, partner);
    const [mail] = await house.rows<{ id: string; subject_id: string }>(
      `SELECT id, subject_id FROM platform.outbox WHERE kind = 'gather-mail'`,
    );
    const { keep, claimDue } = { keep: (id: string) => promisesOf(house).keep(id), claimDue: () => promisesOf(house).claimDue() };

    const [killed] = await Promise.all([aWorkerTries(mail!.id, deadly), worker.post('/cases', newCase)]);
    expect(killed).toBe('SIGKILL');
    expect(await look(mail!.id)).toMatchObject({ state: 'open', attempts: 1, is_begun: true });
    await keep(mail!.id);
    expect(await look(mail!.id)).toMatchObject({ state: 'open', attempts: 1, is_begun: false, last_fault: 'its worker ended' });
    await keep(mail!.id);
    expect(await look(mail!.id)).toMatchObject({ state: 'done', attempts: 2 });
    const [sending] = await house.rows<{ id: string }>(`SELECT id FROM platform.outbox WHERE kind = 'send-mail'`);
    await keep(sending!.id);
    expect(existsSync(join(house.config.dataDir, 'mail', `${mail!.subject_id}.json`))).toBe(true);

    for (const attempts of [10, 11, 12]) {
      if (attempts > 10) expect(await aWorkerTries(deadly)).toBe('SIGKILL');
      expect(await look(deadly)).toMatchObject({ state: 'open', attempts, is_begun: true });
      // Whoever is rung next finds that nobody is at it.
      await keep(deadly);
      const { waits, ...found } = await look(deadly);
      expect(found).toEqual({ state: attempts < 12 ? 'open' : 'dead', attempts, last_fault: 'its worker ended', is_begun: false });
      // Half to one and a half of a pause that doubles each time: what ended together is not tried together again.
      expect(waits / 2 ** (attempts - 1)).toBeGreaterThan(0.4);
      expect(waits / 2 ** (attempts - 1)).toBeLessThan(1.6);
    }
    await house.rows('UPDATE platform.outbox SET rings_again_at = now()');
    expect(await claimDue()).not.toContain(deadly);
    await keep(deadly);
    expect((await look(deadly)).attempts).toBe(12);

    await house.app.get(Sweep, { strict: false }).run();
    const told = lines.map(({ msg, kind, count }) => [msg, kind ?? count]);
    expect(told.filter(([, about]) => about === 'its worker ended')).toEqual([
      ...Array.from({ length: 4 }, () => ['a promise was not kept', 'its worker ended']),
      ['a promise was given up', 'its worker ended'],
    ]);
    expect(told).toContainEqual(['promises were given up and wait for a person', 1]);
    expect([ledger.size, await ledger.wrongs()]).toEqual([5, ['not kept: end-the-worker, its worker ended']]);

    // Somebody has mended what ended the workers; whoever looks after the installation lets it ring again.
    let effects = 0;
    const handlers: object = house.app.get(Handlers, { strict: false });
    (handlers as { byKind: Map<string, () => Promise<void>> }).byKind.set('end-the-worker', () => {
      effects++;
      return Promise.resolve();
    });
    const admin = await world.someone('administrator');
    expect((await admin.get('/given-up-promises')).body.items).toMatchObject([{ id: deadly, attempts: 12, fault: 'its worker ended' }]);
    const asked = await Promise.all([1, 2].map(() => admin.post('/given-up-promises/ring-again', { kind: 'end-the-worker' })));
    expect(asked.map(({ body }) => (body as { rung: number }).rung).sort()).toEqual([0, 1]);
    expect(await claimDue()).toContain(deadly);
    await Promise.all([keep(deadly), keep(deadly)]);
    await keep(deadly);
    expect([(await look(deadly)).state, effects]).toEqual(['done', 1]);
    expect(await ledger.wrongs()).toEqual([]);
  }, 60_000);
});
