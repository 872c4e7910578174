import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openHouse } from '../support/app.ts';
import { at, promisesOf } from '../support/promises.ts';
import { World } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
afterEach(async () => {
  await house.clock.moveTo(new Date('2026-03-02T04:00:00Z'));
  await house.rows('TRUNCATE platform.outbox');
});

interface Promised {
  readonly state: string;
  readonly attempts: number;
  readonly last_fault: string | null;
  readonly waits: number;
}
const look = async (id: string): Promise<Promised | undefined> =>
  (
    await house.rows<Promised>(
      `SELECT state, attempts, last_fault, round(extract(epoch FROM rings_again_at - now()))::int AS waits FROM platform.outbox WHERE id = $1`,
      [id],
    )
  )[0];

/** A promise about a row that is not there: it cannot be kept. */
async function aHopelessPromise(kind = 'remind-follow-up'): Promise<string> {
  const id = randomUUID();
  await house.rows(`INSERT INTO platform.outbox (id, kind, subject_id, due_at) VALUES ($1, $2, gen_random_uuid(), '2026-03-01')`, [
    id,
    kind,
  ]);
  return id;
}

describe('A promise', () => {
  it('is claimed when it is due by the business clock, once, and again only after a while', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    const promises = promisesOf(house);
    expect(await promises.claimDue()).toEqual([]);
    await house.clock.moveTo(new Date('2026-03-07T04:00:00Z'));
    const [first, second] = await Promise.all([promises.claimDue(), promises.claimDue()]);
    expect([...first, ...second]).toHaveLength(1);
    expect(await promises.claimDue()).toEqual([]);
    await house.rows(`UPDATE platform.outbox SET rings_again_at = now()`);
    expect(await promises.claimDue()).toHaveLength(1);
  });

  it('that cannot be kept waits longer each time, and after twelve times for a person', async () => {
    const id = await aHopelessPromise();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 12; attempt++) {
      await promisesOf(house).keep(id);
      const promised = await look(id);
      expect([promised?.attempts, promised?.state]).toEqual([attempt, attempt < 12 ? 'open' : 'dead']);
      waits.push(promised?.waits ?? 0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]);
    await house.rows('UPDATE platform.outbox SET rings_again_at = now()');
    expect(await promisesOf(house).claimDue()).toEqual([]);
    await promisesOf(house).keep(id);
    expect((await look(id))?.attempts).toBe(12);
  });

  it('of a kind that nobody keeps fails like any other', async () => {
    const id = await aHopelessPromise('dance');
    await promisesOf(house).keep(id);
    expect(await look(id)).toMatchObject({ attempts: 1, state: 'open', last_fault: 'Error' });
  });

  it('that fails half way has done nothing', async () => {
    const worker = await world.someone('social-worker');
    await world.aCase(worker);
    await house.rows(`CREATE FUNCTION no_notification() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$`);
    await house.rows('CREATE TRIGGER no_notification BEFORE INSERT ON notification FOR EACH ROW EXECUTE FUNCTION no_notification()');
    await at(house, '2026-03-07T04:00:00Z');
    expect(await house.rows(`SELECT 1 FROM follow_up_dispatch WHERE state = 'sent'`)).toEqual([]);
    await house.rows('DROP TRIGGER no_notification ON notification');
    await house.rows('UPDATE platform.outbox SET rings_again_at = now()');
    await at(house, '2026-03-07T04:00:00Z');
    expect((await worker.get('/notifications')).body.items).toHaveLength(1);
  });

  it('that is unknown, or kept already, is nothing to do', async () => {
    await expect(promisesOf(house).keep(randomUUID())).resolves.toBeUndefined();
  });
});
