import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openQueue } from '../../src/platform/queue/open-queue.ts';
import type { Queue, QueueConfig } from '../../src/platform/queue/queue.ts';

/** The one queue name of these tests: in PostgreSQL a name must be known when the schema is laid out. */
export const NAME = 'alarms';

/** A place an alarm clock can stand in, as far as a test must reach behind it. */
export interface QueuePlace {
  readonly address: Pick<QueueConfig, 'redisUrl' | 'postgresUrl'>;
  /** Loses everything the queue remembers, as a flushed Redis does. */
  forget(): Promise<void>;
  /** Everything the queue has stored, as text. */
  contents(): Promise<string>;
}

/** The behaviour every place owes its users. */
export function behavesAsAnAlarmClock(place: () => QueuePlace): void {
  const opened: Queue[] = [];
  const children: ChildProcess[] = [];
  const open = async (more: Partial<QueueConfig> = {}): Promise<Queue> => {
    const queue = await openQueue({ ...place().address, name: NAME, ...more });
    opened.push(queue);
    return queue;
  };
  /** A worker that keeps an ear on what rings, and does what the test says. */
  const answering = async (handler: (id: string) => Promise<void> = async () => undefined, concurrency = 5): Promise<Ear> => {
    const ear = new Ear();
    await (await open()).onRing((id) => ear.hear(id, handler), { concurrency });
    return ear;
  };

  beforeEach(() => place().forget());
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });

  describe('Ringing', () => {
    it('rings once for each promise, however many are handed over at once', async () => {
      const queue = await open();
      const ids = Array.from({ length: 5_000 }, () => randomUUID());
      await queue.ring(ids);
      expect(await queue.backlog()).toEqual({ waiting: 5_000, active: 0 });

      const ear = await answering(undefined, 20);
      await ear.answeredTimes(ids.length);
      await eventually(async () => expect(await queue.backlog()).toEqual({ waiting: 0, active: 0 }));
      expect(ear.heard.toSorted()).toEqual(ids.toSorted());
    }, 60_000);

    it('rings once for a promise handed over ten times while it waits', async () => {
      const [one, other] = [await open(), await open()];
      const [id, last] = [randomUUID(), randomUUID()];
      await Promise.all(Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? one : other).ring([id])));
      await one.ring([last]);

      const ear = await answering(undefined, 1);
      await ear.answered(last);
      expect(ear.heard).toEqual([id, last]);
    });

    it('does not ring twice for a promise handed over again while it is being answered', async () => {
      const queue = await open();
      const [id, last] = [randomUUID(), randomUUID()];
      const gate = aGate();
      const ear = await answering(() => gate.opened, 2);
      await queue.ring([id]);
      await ear.rung(id);
      await queue.ring([id, last]);
      await ear.rung(last);
      gate.open();
      await ear.answered(id, last);
      expect(ear.heard).toEqual([id, last]);
    });

    it('rings again for a promise that was answered before', async () => {
      const queue = await open();
      const id = randomUUID();
      const ear = await answering();
      for (const times of [1, 2, 3]) {
        await eventually(async () => {
          await queue.ring([id]);
          expect(ear.heard).toHaveLength(times);
        });
      }
    });

    it('takes an empty hand for nothing', async () => {
      const queue = await open();
      await queue.ring([]);
      expect(await queue.backlog()).toEqual({ waiting: 0, active: 0 });
    });
  });

  describe('A handler that fails', () => {
    it('leaves nothing but its kind behind, and the promise can be rung again', async () => {
      const queue = await open();
      const id = randomUUID();
      let tries = 0;
      const ear = await answering(async () => {
        tries += 1;
        if (tries === 1) throw new RangeError('Silver Poplar was seen in Khujand');
      });
      await queue.ring([id]);
      await ear.rung(id);
      await eventually(async () => expect(await place().contents()).toContain('RangeError'));
      expect(await place().contents()).not.toMatch(/Poplar|Khujand|queue-behaviour/);

      await queue.ring([id]);
      await ear.answered(id);
      expect(ear.heard).toEqual([id, id]);
    });
  });

  describe('What the queue knows', () => {
    it('is the id of the promise and nothing else', async () => {
      const queue = await open();
      const id = randomUUID();
      await queue.ring([id]);
      const contents = await place().contents();
      expect(contents).toContain(id);
      expect(contents.match(/"data\W+\{[^}]*\}/)?.[0].replaceAll(/\W/g, '')).toBe(`dataoutboxId${id.replaceAll('-', '')}`);
    });

    it('may be lost: the same promises are rung again, and the worker goes on', async () => {
      const queue = await open();
      const gate = aGate();
      const [held, waiting, later] = [randomUUID(), randomUUID(), randomUUID()];
      const ear = await answering((id) => (id === held ? gate.opened : Promise.resolve()), 1);
      await queue.ring([held]);
      await ear.rung(held);
      await queue.ring([waiting]);

      await place().forget();
      gate.open();
      await queue.ring([waiting, later]);
      await ear.answered(held, waiting, later);
      expect(ear.heard).toEqual([held, waiting, later]);
    });
  });

  describe('Closing', () => {
    it('waits for a running handler and takes no new ring', async () => {
      const queue = await open();
      const gate = aGate();
      const [running, next] = [randomUUID(), randomUUID()];
      const worker = await open();
      const ear = new Ear();
      await worker.onRing((id) => ear.hear(id, () => gate.opened), { concurrency: 1 });
      await queue.ring([running]);
      await ear.rung(running);

      let isClosed = false;
      const closing = worker.close().then(() => (isClosed = true));
      await queue.ring([next]);
      expect(await queue.backlog()).toEqual({ waiting: 1, active: 1 });
      expect(isClosed).toBe(false);
      gate.open();
      await closing;
      expect(await queue.backlog()).toEqual({ waiting: 1, active: 0 });
      expect(ear.heard).toEqual([running]);
    });

    it('does not wait for ever: what hangs rings elsewhere', async () => {
      const queue = await open();
      const gate = aGate();
      const id = randomUUID();
      const hanging = await open({ patienceMs: 200 });
      const ear = new Ear();
      await hanging.onRing((rung) => ear.hear(rung, () => gate.opened), { concurrency: 1 });
      await queue.ring([id]);
      await ear.rung(id);
      await hanging.close();

      const other = await answering();
      await other.answered(id);
      gate.open();
    }, 60_000);
  });

  describe('A worker that is killed in the middle', () => {
    it('is replaced: the promise rings elsewhere, and a second killing does not make it fail', async () => {
      const queue = await open();
      const id = randomUUID();
      await queue.ring([id]);
      for (let killed = 0; killed < 2; killed += 1) {
        const child = await aWorkerProcess({ ...place().address, name: NAME });
        children.push(child.process);
        await child.rung(id);
        child.process.kill('SIGKILL');
        await once(child.process, 'exit');
      }
      const ear = await answering();
      const from = performance.now();
      await ear.answered(id);
      expect(performance.now() - from).toBeLessThan(30_000);
    }, 120_000);
  });
}

/** What a place owes its users when its server dies and comes back: nobody has to restart a worker. */
export function survivesARestart(place: () => QueuePlace, server: { stop(): Promise<void>; start(): Promise<void> }): void {
  it('rings and answers again by itself after its server died in the middle of the work', async () => {
    const ear = new Ear();
    const gate = aGate();
    const [held, during, after] = [randomUUID(), randomUUID(), randomUUID()];
    const queue = await openQueue({ ...place().address, name: NAME });
    try {
      await queue.onRing((id) => ear.hear(id, () => (id === held ? gate.opened : Promise.resolve())), { concurrency: 2 });
      await queue.ring([held]);
      await ear.rung(held);

      await server.stop();
      await expect(queue.ring([during])).rejects.toThrow();
      gate.open();
      await ear.answered(held);
      await server.start();

      // as the relay does: hand over again what could not be handed over
      await eventually(() => queue.ring([during, after]), 30_000);
      await ear.answered(during, after);
    } finally {
      await queue.close();
    }
  }, 90_000);
}

/** What a place owes those who have to stop, or to start, while its server is away. */
export function bearsAnAbsentServer(place: () => QueuePlace, server: { stop(): Promise<void>; start(): Promise<void> }): void {
  it('lets a worker stop while its server is away, and says so to those who start', async () => {
    const worker = await aWorkerProcess({ ...place().address, name: NAME, patienceMs: 1_000 });
    await server.stop();
    try {
      const ended = once(worker.process, 'exit');
      worker.process.kill('SIGTERM');
      await expect(openQueue({ ...place().address, name: NAME })).rejects.toThrow();
      expect(await ended).toEqual([0, null]);
    } finally {
      worker.process.kill('SIGKILL');
      await server.start();
    }
  }, 60_000);
}

/** Remembers what rang, and lets a test wait for it. */
class Ear {
  readonly heard: string[] = [];
  private readonly done = new Set<string>();
  private waiting: { isOver: () => boolean; settle: () => void }[] = [];

  async hear(id: string, handler: (id: string) => Promise<void>): Promise<void> {
    this.heard.push(id);
    this.check();
    await handler(id);
    this.done.add(id);
    this.check();
  }

  rung(...ids: string[]): Promise<void> {
    return this.until(() => ids.every((id) => this.heard.includes(id)));
  }

  answered(...ids: string[]): Promise<void> {
    return this.until(() => ids.every((id) => this.done.has(id)));
  }

  answeredTimes(times: number): Promise<void> {
    return this.until(() => this.done.size === times);
  }

  private until(isOver: () => boolean): Promise<void> {
    return new Promise((settle) => {
      this.waiting.push({ isOver, settle });
      this.check();
    });
  }

  private check(): void {
    for (const wait of this.waiting) if (wait.isOver()) wait.settle();
    this.waiting = this.waiting.filter((wait) => !wait.isOver());
  }
}

function aGate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  return { opened: promise, open: () => resolve(undefined) };
}

async function aWorkerProcess(config: QueueConfig): Promise<{ process: ChildProcess; rung(id: string): Promise<void> }> {
  const script = fileURLToPath(new URL('queue-worker.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(config)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ear = new Ear();
  createInterface(child.stdout).on('line', (line) => void ear.hear(line.replace('rung ', ''), async () => undefined));
  await Promise.race([ear.rung('ready'), once(child, 'exit').then(() => Promise.reject(new Error('The worker process did not start.')))]);
  return { process: child, rung: (id) => ear.rung(id) };
}

/** Tries until it holds; for what the queue does right after it has answered. */
async function eventually(holds: () => unknown, ms = 10_000): Promise<void> {
  const giveUpAt = performance.now() + ms;
  for (;;) {
    try {
      await holds();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
