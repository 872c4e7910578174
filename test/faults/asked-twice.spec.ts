import { randomUUID } from 'node:crypto';
import { request, type ClientRequest } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { until } from '../support/eventually.ts';
import { Ledger } from '../support/ledger.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { newCase, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const ledger = new Ledger(house);
let worker: Someone;
let address: URL;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  address = new URL(await house.app.listen(0, '127.0.0.1').then(() => house.app.getUrl()));
});

const casesOf = async (who: Someone): Promise<number> =>
  (await house.rows('SELECT 1 FROM case_core WHERE worker_id = $1', [who.id])).length;
/** How many are held up in the middle of their work. */
async function waiting(): Promise<number> {
  // within a transaction the first look would be shown again
  await house.rows('SELECT pg_stat_clear_snapshot()');
  return (await house.rows(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).length;
}

/** Asks over a line of its own, as a browser that may lose it. */
function asking(who: Someone, path: string, body: object, key: string): ClientRequest {
  const headers = { cookie: who.cookie, 'x-homeward': '1', 'content-type': 'application/json', 'idempotency-key': key };
  const sent = request({ host: address.hostname, port: address.port, method: 'POST', path, headers, agent: false });
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  return sent;
}

/** Lets nobody write a case while `act` runs: who registers one is held in the middle of it. */
async function whileHeld(act: () => Promise<void>): Promise<void> {
  await house.rows('BEGIN');
  await house.rows('LOCK TABLE case_anchor IN SHARE MODE');
  try {
    await act();
  } finally {
    await house.rows('COMMIT');
  }
}

describe('Who asks twice', () => {
  it('by pressing the button twice, gets one case and the same answer', async () => {
    const key = randomUUID();
    const [first, second] = await Promise.all([1, 2].map(() => ledger.post(worker, '/cases', newCase, key)));
    expect([first?.status, second?.text]).toEqual([201, first?.text]);
    expect(await casesOf(worker)).toBe(1);
  });

  it('because no answer came in time, gets the answer that was lost, and one case', async () => {
    const [who, key] = [await world.someone('social-worker'), randomUUID()];
    let again: Promise<{ status: number; text: string }> | undefined;
    await whileHeld(async () => {
      const lost = asking(who, '/cases', newCase, key);
      await until(async () => (await waiting()) === 1);
      lost.destroy();
      again = who.post('/cases', newCase, { 'idempotency-key': key });
      await until(async () => (await waiting()) === 2);
    });
    expect(again).toBeDefined();
    const { status, text } = (await again)!;
    expect([status, status === 201 ? '' : text]).toEqual([201, '']);
    expect(await casesOf(who)).toBe(1);
    ledger.note(who, '/cases', newCase, key, { status, body: JSON.parse(text) as object });
  });

  it('with another body under the same key, is refused, and changes nothing', async () => {
    const [who, key] = [await world.someone('social-worker'), randomUUID()];
    const { body } = await ledger.post(who, '/cases', newCase, key);
    const other = await who.post('/cases', { ...newCase, language: 'ru' }, { 'idempotency-key': key });
    expect([other.status, other.body.type]).toEqual([422, '/problems/key-used-otherwise']);
    expect((await who.get(`/cases/${body.id}`)).body.language).toBe(newCase.language);
    expect(await casesOf(who)).toBe(1);
  });

  it('loses nothing that was answered yes', async () => {
    await keepWhatIsDue(house);
    expect(ledger.size).toBe(3);
    expect(await ledger.wrongs()).toEqual([]);
  });
});
