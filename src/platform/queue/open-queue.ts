import { Queue as BullQueue, Worker, type IQueueBackend } from 'bullmq';
import { postgresBackend, redisBackend, type Backend } from './backends.ts';
import type { Backlog, Queue, QueueConfig } from './queue.ts';

interface Alarm {
  readonly outboxId: string;
}

/**
 * A killed worker's promise rings elsewhere once its lock has run out and a check has seen it, some 5 to 7 s later.
 * Locks are renewed every quarter of their time; a check at a multiple of that would meet the renewal in a deadlock.
 */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 2_100;
const answersWithinMs = 2_000;

/** Opens the alarm clock; fails if it cannot be reached. */
export async function openQueue(config: QueueConfig): Promise<Queue> {
  if (config.redisUrl) return AlarmClock.open(redisBackend(config.redisUrl), config);
  if (config.postgresUrl) return AlarmClock.open(postgresBackend(config.postgresUrl), config);
  throw new Error('The queue needs the address of a Redis or a PostgreSQL.');
}

/** The alarm clock on BullMQ. It keeps no finished job, so an id can always be rung again, and retries nothing itself. */
class AlarmClock<Connection> implements Queue {
  private readonly backend: Backend<Connection>;
  private readonly config: QueueConfig;
  private readonly bell: BullQueue<Alarm, void, string, Alarm, void, string, IQueueBackend, Connection>;
  private readonly workers: AlarmWorker<Connection>[] = [];

  private constructor(backend: Backend<Connection>, config: QueueConfig) {
    this.backend = backend;
    this.config = config;
    this.bell = new BullQueue(
      config.name,
      {
        connection: backend.ringing,
        defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
        // The stream of events is for dashboards we do not have; BullMQ cannot switch it off.
        streams: { events: { maxLen: 100 } },
      },
      backend.factory,
    );
    this.bell.on('error', this.hear);
  }

  static async open<Connection>(backend: Backend<Connection>, config: QueueConfig): Promise<Queue> {
    const clock = new AlarmClock(backend, config);
    await reached(clock.bell);
    return clock;
  }

  async ring(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.bell.addBulk(ids.map((id) => ({ name: 'alarm', data: { outboxId: id }, opts: { jobId: id } })));
  }

  async onRing(handler: (id: string) => Promise<void>, { concurrency }: { readonly concurrency: number }): Promise<void> {
    const worker = new AlarmWorker<Connection>(
      this.config.name,
      async (job) => {
        try {
          await handler(job.data.outboxId);
        } catch (error) {
          throw nameOnly(error);
        }
      },
      {
        connection: this.backend.answering(concurrency),
        autorun: false,
        concurrency,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        // A promise is never given up here, however many workers die over it: giving up is the outbox's decision.
        maxStalledCount: 1_000_000,
        runRetryDelay: 1_000,
      },
      this.backend.factory,
    );
    worker.on('error', this.hear);
    await reached(worker);
    this.workers.push(worker);
    worker.run().catch(this.hear);
  }

  async backlog(): Promise<Backlog> {
    const { waiting = 0, active = 0 } = await this.bell.getJobCounts('waiting', 'active');
    return { waiting, active };
  }

  async isWell(): Promise<boolean> {
    const isTaking = this.workers.length > 0 && this.workers.every((worker) => worker.isRunning());
    return isTaking && (await within(answersWithinMs, this.backlog()).catch(() => false));
  }

  async close(): Promise<void> {
    const closing = Promise.all(this.workers.map((worker) => worker.close()));
    const finished = await within(this.config.patienceMs ?? 10_000, closing);
    if (!finished) await Promise.all(this.workers.map((worker) => worker.letGo()));
    // By force, for a server that is away does not answer a farewell.
    await this.bell.getBackend().close(true);
  }

  private readonly hear = (error: Error): void => this.config.onTrouble?.(error);
}

/** Answers alarms, and can be left alone with a handler that does not end. */
class AlarmWorker<Connection> extends Worker<Alarm, void, string, IQueueBackend, never, Connection> {
  /** Leaves a hanging handler to itself. Its lock is not renewed any more, so the promise rings elsewhere. */
  async letGo(): Promise<void> {
    await this.lockManager.close();
    await this.getBackend().close(true);
  }
}

/** Waits until BullMQ has its connections, but not for ever: whoever starts must learn that the queue is away. */
async function reached(bull: { waitUntilReady(): Promise<void>; close(): Promise<void> }): Promise<void> {
  try {
    if (!(await within(5_000, bull.waitUntilReady()))) throw new Error('The queue does not answer.');
  } catch (error) {
    await bull.close().catch(() => undefined);
    throw error;
  }
}

/** Whether a promise settles in time; its failure is passed on. */
async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, ms, false)));
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the queue may know of a failure: its kind. The message may hold words of a case, the stack addresses of them. */
function nameOnly(thrown: unknown): Error {
  const name = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
  const failure = new Error(/^\w{1,60}$/.test(name) ? name : 'Error');
  failure.stack = '';
  return failure;
}
