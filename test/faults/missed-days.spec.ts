import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sweep } from '../../src/platform/jobs/sweep.ts';
import { openHouse } from '../support/app.ts';
import { Ledger } from '../support/ledger.ts';
import { keepWhatIsDue } from '../support/promises.ts';
import { newCase, World, type Someone } from '../support/world.ts';

const house = openHouse();
const world = new World(house);
const ledger = new Ledger(house);
let worker: Someone;
beforeAll(async () => {
  worker = await world.someone('social-worker');
  await world.someone('supervisor', worker);
  for (let n = 0; n < 10; n++) await ledger.post(worker, '/cases', newCase);
});

const day = 86_400_000;
const sweep = (): Promise<void> => house.app.get(Sweep, { strict: false }).run();

interface Told {
  readonly what: string;
  readonly times: number;
}

/** Every reminder of a follow-up whose time has come, and how often it was told. */
const ofFollowUps = (): Promise<Told[]> =>
  house.rows<Told>(
    `SELECT f.type || ' ' || d.kind AS what, count(n.id)::int AS times FROM follow_up_dispatch d JOIN follow_up f ON f.id = d.follow_up_id
       LEFT JOIN notification n ON n.cause_id = d.id
     WHERE d.due_at <= $1 AND d.kind IN ('soon-due', 'due', 'supervisor') GROUP BY d.id, f.type, d.kind`,
    [house.clock.now()],
  );
/** Every task whose clock shows that a step was taken, and how often somebody was told of each step. */
const ofTasks = (): Promise<Told[]> =>
  house.rows<Told>(
    `SELECT t.template || ' ' || n.kind AS what, count(*)::int AS times FROM task t JOIN notification n ON n.subject_id = t.id
     GROUP BY t.id, t.template, n.kind, n.person_id`,
  );
/** Tasks of which a step is due and was not taken. */
const behind = () => house.rows('SELECT id FROM task_clock WHERE next_at <= $1', [house.clock.now()]);

describe('A worker that stood still for three days', () => {
  it.each(['with what was promised still promised', 'with every promise lost'])('catches up once for each thing due, %s', async (how) => {
    const before = (await ofFollowUps()).length;
    await house.clock.moveTo(new Date(house.clock.now().getTime() + 5 * day));
    await keepWhatIsDue(house);
    // For three days nothing rings and nobody looks.
    await house.clock.moveTo(new Date(house.clock.now().getTime() + 3 * day));
    if (how.startsWith('with every')) await house.rows(`DELETE FROM platform.outbox WHERE state = 'open'`);
    for (let rounds = 0; rounds < 8; rounds++) {
      await sweep();
      await keepWhatIsDue(house);
    }
    const told = await ofFollowUps();
    expect(told.length).toBeGreaterThan(before + 9);
    expect(told.filter(({ times }) => times !== 1)).toEqual([]);
    const tasks = await ofTasks();
    expect(tasks.length).toBeGreaterThan(9);
    expect(tasks.filter(({ times }) => times !== 1)).toEqual([]);
    expect(await behind()).toEqual([]);
  });

  it('loses nothing that was answered yes', async () => {
    expect(ledger.size).toBe(10);
    expect(await ledger.wrongs()).toEqual([]);
  });
});
