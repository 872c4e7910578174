import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BreakableSystem } from '../support/breakable-system.ts';
import { until } from '../support/eventually.ts';
import { Ledger } from '../support/ledger.ts';
import { Scribe } from '../support/scribe.ts';
import { untoldOrDoubled } from '../support/told-once.ts';
import { newCase, World, type Someone } from '../support/world.ts';

let system: BreakableSystem;
let world: World;
let ledger: Ledger;
let worker: Someone;
let supervisor: Someone;
beforeAll(async () => {
  system = await BreakableSystem.start();
  world = new World(system.house);
  ledger = new Ledger(system.house, () => system.now());
  worker = await world.someone('social-worker');
  supervisor = await world.someone('supervisor', worker);
}, 240_000);
afterAll(() => system.stop(), 60_000);

const [minute, day] = [60_000, 86_400_000];
const inDays = async (days: number): Promise<Date> => new Date((await system.now()).getTime() + days * day);

/** So many cases, each with its first follow-up a week from now. */
async function cases(howMany: number): Promise<void> {
  for (let made = 0; made < howMany; made += 10)
    await Promise.all(Array.from({ length: 10 }, () => ledger.post(worker, '/cases', newCase)));
}

/** People write on meanwhile, of what reminds nobody. */
async function notes(howMany: number): Promise<void> {
  const { body } = await worker.get('/cases?limit=1');
  const path = `/cases/${body.items[0].id}/notes`;
  await Promise.all(Array.from({ length: howMany }, () => ledger.post(worker, path, { note: 'Asked for a lesson.' })));
}

/** Reviews fall due too as the clock moves on; what is counted here are contacts. */
const toldOfContacts = `notification n JOIN follow_up f ON f.id = n.subject_id AND f.type = 'contact'`;

async function count(what: string): Promise<number> {
  const [row] = await system.house.rows<{ n: number }>(`SELECT count(*)::int AS n FROM ${what}`);
  return row!.n;
}

describe('A worker that is killed', () => {
  it('in the middle of many reminders, twice, is followed by one that tells each of them once', async () => {
    await cases(60);
    await system.whileHeld('notification', async () => {
      await system.moveClock(await inDays(20));
      await until(async () => (await system.begun()) >= 5);
      await system.killWorker();
      expect(await count(toldOfContacts)).toBe(0);
      expect(await system.begun()).toBeGreaterThanOrEqual(5);
    });
    system.startWorker();
    await until(async () => (await count(toldOfContacts)) >= 40);
    await system.killWorker();
    expect(await count(`follow_up_dispatch WHERE state = 'waiting'`)).toBeGreaterThan(0);
    await notes(10);
    system.startWorker();
    await system.untilQuiet();
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect(await count(toldOfContacts)).toBe(180);
    expect(await count(`${toldOfContacts} WHERE n.person_id = '${supervisor.id}'`)).toBe(60);
    // What is to be done about them fell due too, and was told by the same process.
    expect(await count(`notification n JOIN task t ON t.id = n.subject_id WHERE n.person_id = '${supervisor.id}'`)).toBeGreaterThan(60);
    expect([ledger.size, await ledger.wrongs()]).toEqual([70, []]);
  }, 120_000);
});

describe('One message', () => {
  it('that is delivered ten times, and promised ten times, is told once', async () => {
    await cases(10);
    const before = await count(toldOfContacts);
    const [later, promised] = [await inDays(20), `SELECT kind, subject_id, due_at FROM platform.outbox`];
    await system.house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at)
       SELECT o.* FROM (${promised} WHERE state = 'open' AND due_at < $1) o, generate_series(1, 9)`,
      [later],
    );
    await system.moveClock(later);
    await notes(10);
    await system.untilQuiet();
    expect(await count(toldOfContacts)).toBe(before + 30);

    const kept = await system.house.rows<{ id: string }>(`SELECT id FROM platform.outbox ORDER BY created_at DESC LIMIT 100`);
    await system.ring(
      kept.map(({ id }) => id),
      10,
    );
    await system.house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at)
       SELECT o.* FROM (${promised} WHERE kind = 'send-mail' ORDER BY created_at DESC LIMIT 30) o, generate_series(1, 9)`,
    );
    await system.untilQuiet();
    expect(await count(toldOfContacts)).toBe(before + 30);
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect([ledger.size, await ledger.wrongs()]).toEqual([20, []]);
  }, 120_000);
});

describe('A clock that is put forward and back', () => {
  /** The worker has seen what time it is: it has kept, at that time, a promise made after the clock was moved. */
  async function workerHasLooked(): Promise<void> {
    await system.house.rows(
      `INSERT INTO platform.outbox (kind, subject_id, due_at) SELECT kind, subject_id, '-infinity' FROM platform.outbox WHERE kind = 'send-mail' LIMIT 1`,
    );
    await system.untilQuiet();
  }

  it('loses no reminder and tells none twice', async () => {
    await cases(10);
    const [start, before] = [await system.now(), await count(toldOfContacts)];
    const waiting = await system.house.rows<{ due_at: Date }>(
      `SELECT DISTINCT d.due_at FROM follow_up_dispatch d JOIN follow_up f ON f.id = d.follow_up_id
       WHERE d.state = 'waiting' AND f.type = 'contact' ORDER BY d.due_at`,
    );
    const [soon, due, missed, ...more] = waiting.map(({ due_at: at }) => at.getTime() - start.getTime() + minute);
    // Two steps more, on which nobody stands here.
    expect(more).toHaveLength(2);
    const told: number[] = [];
    for (const later of [soon!, 0, soon!, -30 * day, due!, 0, missed! + 10 * day, due!]) {
      await system.moveClock(new Date(start.getTime() + later));
      await workerHasLooked();
      await system.untilQuiet();
      told.push((await count(toldOfContacts)) - before);
    }
    expect(told).toEqual([10, 10, 10, 10, 20, 20, 30, 30]);
    expect(await untoldOrDoubled(system)).toEqual([]);
  }, 120_000);
});

describe('A thousand edits of one case at once', () => {
  it('overwrite nothing that their author had not seen', async () => {
    const { id } = await world.aCase(worker);
    const colleague = await world.someone('social-worker', worker);
    const screens = [worker];
    while (screens.length < 10) screens.push(await world.again(worker));
    const path = `/cases/${id}`;
    const answers: Record<number, number> = {};
    const followed = new Map<string, string>();
    let edits = 0;

    const atWork = screens.map(async (screen) => {
      let seen: { etag: string; district: string } | null = null;
      while (edits < 1_000) {
        const district = `District ${++edits}`;
        if (seen === null) {
          const { headers, body } = await screen.get(path);
          seen = { etag: String(headers.etag), district: (body as { district: string | null }).district ?? '' };
        }
        const reply = await screen.patch(path, { district }, { 'if-match': seen.etag });
        answers[reply.status] = (answers[reply.status] ?? 0) + 1;
        if (reply.status === 200) {
          expect([followed.get(seen.district), reply.body.district]).toEqual([undefined, district]);
          followed.set(seen.district, district);
          seen = { etag: String(reply.headers.etag), district };
        } else {
          if (reply.status === 503) expect(reply.headers).toHaveProperty('retry-after');
          seen = null;
        }
      }
    });
    // Others try too, who may read or not even that: an etag of their own does not help them.
    const [{ headers }, refused] = [await supervisor.get(path), [] as number[]];
    for (const other of [supervisor, colleague]) {
      atWork.push(
        (async () => {
          for (let n = 0; n < 20; n++)
            refused.push((await other.patch(path, { district: 'Elsewhere' }, { 'if-match': String(headers.etag) })).status);
        })(),
      );
    }
    await Promise.all(atWork);

    expect(Object.keys(answers).filter((status) => !['200', '412', '503'].includes(status))).toEqual([]);
    expect(answers[200]).toBeGreaterThan(50);
    expect(answers[412]).toBeGreaterThan(50);
    expect([...new Set(refused)].sort()).toEqual([403, 404]);
    // Each yes stands on the one before it: from the empty case to what it says now, none is left out.
    let [last, steps] = ['', 0];
    for (let next = followed.get(last); next !== undefined; next = followed.get(last)) [last, steps] = [next, steps + 1];
    expect([steps, last]).toEqual([followed.size, (await worker.get(path)).body.district]);
    expect(followed.size).toBe(answers[200]);
    process.stdout.write(`edits at once: ${JSON.stringify(answers)}\n`);
  }, 120_000);
});

describe('Whoever was answered yes', () => {
  /** People write while something breaks; when they have written on for a while afterwards, everything is found as they were told. */
  async function whilePeopleWrite(breaks: (goesOn: () => Promise<void>, isNoticed: () => Promise<void>) => Promise<void>): Promise<void> {
    const people = await Promise.all([1, 2, 3].map(() => world.someone('social-worker')));
    // What falls due meanwhile is told to somebody.
    await Promise.all(people.map((who) => world.someone('supervisor', who)));
    const scribes = people.map((who) => new Scribe(who));
    const goesOn = async (): Promise<void> => {
      const before = scribes.map(({ deeds }) => deeds);
      await until(async () => scribes.every(({ deeds, wrong }, n) => wrong.length > 0 || deeds > before[n]! + 2));
    };
    const isNoticed = async (): Promise<void> => {
      const before = scribes.map(({ unanswered }) => unanswered);
      await until(async () => scribes.every(({ unanswered, wrong }, n) => wrong.length > 0 || unanswered > before[n]!));
    };
    let isOver = false;
    const atWork = scribes.map((scribe) => scribe.work(() => isOver));
    await goesOn();
    await breaks(goesOn, isNoticed);
    isOver = true;
    await Promise.all(atWork);

    expect(scribes.flatMap(({ wrong }) => wrong)).toEqual([]);
    const found = await system.house.rows<{ id: string; district: string | null; plans: number; reminders: number; entries: number }>(
      `SELECT c.id, a.district, count(DISTINCT f.id)::int AS plans, count(DISTINCT o.id)::int AS reminders,
         (SELECT count(*)::int FROM audit.event e WHERE e.record = 'case' AND e.action = 'create' AND c.id = ANY (e.record_ids)) AS entries
       FROM case_core c JOIN case_anchor a ON a.case_id = c.id JOIN follow_up f ON f.case_id = c.id
         JOIN follow_up_dispatch d ON d.follow_up_id = f.id JOIN platform.outbox o ON o.subject_id = d.id
       WHERE c.worker_id = ANY ($1) GROUP BY c.id, a.district`,
      [people.map(({ id }) => id)],
    );
    const written = new Map(scribes.flatMap((scribe) => [...scribe.written]));
    expect(new Map(found.map(({ id, district }) => [id, district ?? '']))).toEqual(written);
    // Whole: three plans with five reminders each, one line in the access log.
    expect(found.filter(({ plans, reminders, entries }) => plans !== 3 || reminders !== 15 || entries !== 1)).toEqual([]);
    expect(written.size).toBeGreaterThan(15);
  }

  it('finds it again after the database crashed, and nothing is there twice; API and worker go on by themselves', async () => {
    await cases(30);
    const before = await count(toldOfContacts);
    await whilePeopleWrite(async (goesOn, isNoticed) => {
      await system.moveClock(await inDays(20));
      await until(async () => (await count(toldOfContacts)) > before + 10);
      const ready = async (): Promise<number> => (await worker.get('/health/ready')).status;
      expect(await ready()).toBe(200);
      await system.crashDatabase();
      await isNoticed();
      // Whoever shares out requests is told meanwhile that nothing can be done here, and that it can again.
      await until(async () => (await ready()) === 503);
      await system.startDatabase();
      await until(async () => (await ready()) === 200);
      await goesOn();
    });
    await system.waitForNextRing();
    await system.untilQuiet();
    expect(await count(`notification WHERE person_id IN ('${worker.id}', '${supervisor.id}')`)).toBeGreaterThanOrEqual(before + 90);
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect([system.areAlive(), system.areAlive() ? '' : system.said()]).toEqual([true, '']);
  }, 120_000);

  it('finds it again after the API was killed', async () => {
    await whilePeopleWrite(async (goesOn, isNoticed) => {
      await system.killApi();
      await isNoticed();
      await system.startApi();
      await goesOn();
    });
  }, 120_000);

  it('finds it again after the API was told to end, once or more often, and whoever was under way was answered', async () => {
    for (const times of [1, 3]) {
      await whilePeopleWrite(async (goesOn, isNoticed) => {
        await system.endApi(times);
        await isNoticed();
        await system.startApi();
        await goesOn();
      });
    }
  }, 120_000);
});

describe('A worker that is told to end', () => {
  it('in the middle of many reminders finishes or hands back what it is at, and the next one tells each of them once', async () => {
    await cases(60);
    const before = await count(toldOfContacts);
    let ended: Promise<number | null> = Promise.resolve(null);
    await system.whileHeld('notification', async () => {
      await system.moveClock(await inDays(20));
      await until(async () => (await system.begun()) >= 5);
      ended = system.stopWorker();
    });
    await notes(10);
    await ended;
    expect(await system.begun()).toBe(0);
    // How much it finishes is the machine's affair; that the next one has something left to tell is what this is about.
    const toldByTheFirst = await count('notification');
    system.startWorker();
    await system.untilQuiet();
    expect(await untoldOrDoubled(system)).toEqual([]);
    expect([ledger.size >= 70, await ledger.wrongs()]).toEqual([true, []]);
    expect(await count('notification')).toBeGreaterThan(toldByTheFirst);
    expect(await count(toldOfContacts)).toBeGreaterThanOrEqual(before + 180);
  }, 120_000);
});
