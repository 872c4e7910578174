import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { CONFIG, urlFor, type Config } from '../config.ts';
import { DemonstrationClock } from '../demonstration-clock.ts';
import { Log } from '../log.ts';
import { Clock } from '../../kernel/clock.ts';
import { openQueue } from '../queue/open-queue.ts';
import type { Queue } from '../queue/queue.ts';
import { Promises } from './promises.ts';
import { Sweep } from './sweep.ts';
import { WakeUp } from './wake-up.ts';

/** The queue's name in its store. */
export const queueName = 'promises';

const everySecond = 1_000;
const shortest = 100;
const aMinute = 60_000;
const atOnce = 10;
/** Looking round takes moments, with a sweep of very much longer. */
const carriesWithin = 2 * aMinute;

/** Carries due promises to the queue and keeps those that ring. The worker's heartbeat; the API has none. */
@Injectable()
export class Relay implements BeforeApplicationShutdown {
  private queue: Queue | null = null;
  private timer: NodeJS.Timeout | undefined;
  private beat: Promise<void> = Promise.resolve();
  private stopping = false;
  private sweptAt = -Infinity;
  private wakeUp: WakeUp | null = null;
  private looksEvery = everySecond;
  private isResting = false;
  private isRoused = false;
  private restingSince = -Infinity;
  private carriedAt = -Infinity;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly promises: Promises,
    private readonly sweep: Sweep,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Begins to carry and to keep. */
  async start({ looksEvery = everySecond } = {}): Promise<void> {
    this.looksEvery = looksEvery;
    this.queue = await openQueue({
      // Installations may share a Redis as they may share a database server.
      name: this.config.redisUrl === null ? queueName : this.config.rolePrefix + queueName,
      ...(this.config.redisUrl === null ? { postgresUrl: urlFor(this.config, 'queue_login') } : { redisUrl: this.config.redisUrl }),
      onTrouble: (error) => this.log.warn('the queue is in trouble', { kind: error.name }),
    });
    // Keeping one may have promised another.
    await this.queue.onRing((id) => this.promises.keep(id).finally(this.wake), { concurrency: atOnce });
    this.wakeUp = new WakeUp(urlFor(this.config, 'worker_login'), this.wake, (error) =>
      this.log.warn('nobody wakes the worker for now', { kind: error.name, code: (error as { code?: string }).code }),
    );
    await this.wakeUp.start();
    this.tick();
  }

  /** Rings for everything that is due now. */
  async carry(): Promise<void> {
    if (this.clock instanceof DemonstrationClock) await this.clock.look();
    await this.sweepInTime();
    for (let due = await this.promises.claimDue(); due.length > 0; due = await this.promises.claimDue()) await this.ring(due);
    this.carriedAt = performance.now();
  }

  /** Whether promises are carried and kept here: it looked round of late, all of it, and rings are taken. */
  async isWell(): Promise<boolean> {
    return !this.stopping && performance.now() - this.carriedAt < carriesWithin && (await this.queue?.isWell()) === true;
  }

  /** What could not be rung may be rung again at once: it must not wait as if somebody were at it. */
  private async ring(due: readonly string[]): Promise<void> {
    try {
      await this.queue?.ring(due);
    } catch (error) {
      await this.promises.giveBack(due);
      throw error;
    }
  }

  /** Every minute of the business clock, so that a clock that was moved is swept after at once. */
  private async sweepInTime(): Promise<void> {
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.sweptAt) < aMinute) return;
    this.sweptAt = now;
    await this.sweep.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.wakeUp?.stop();
    await this.beat;
    await this.queue?.close();
  }

  /** Sleeps until the next promise falls due, but never so long that one made meanwhile would wait. */
  private async pause(): Promise<void> {
    const next = await this.promises.nextDueInMilliseconds().catch(() => everySecond);
    this.isResting = true;
    this.restingSince = performance.now();
    this.rest(this.isRoused ? shortest : Math.min(this.looksEvery, Math.max(shortest, next)));
  }

  private rest(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.stopping) this.timer = setTimeout(() => this.tick(), milliseconds);
  }

  /** Looks round at once, but not without a breath between: what a thousand call out together is carried together. */
  private readonly wake = (): void => {
    if (this.isRoused) return;
    this.isRoused = true;
    if (this.isResting) this.rest(Math.max(0, this.restingSince + shortest - performance.now()));
  };

  private tick(): void {
    this.isResting = false;
    this.isRoused = false;
    this.beat = this.carry()
      .catch((error: unknown) =>
        this.log.warn('nothing was carried this time', { kind: (error as Error).name, code: (error as { code?: string }).code }),
      )
      .finally(() => {
        if (!this.stopping) void this.pause();
      });
  }
}
