import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from './database/database.ts';
import { guest } from './guest.ts';
import { MovableClock } from './movable-clock.ts';
import { withinWork } from './work.ts';

/** The clock of a demonstration: the machine's, put ahead by as much as everybody agreed. API and worker read one row (ADR 0010). */
@Injectable()
export class DemonstrationClock extends MovableClock implements OnApplicationBootstrap {
  private aheadMilliseconds = 0;

  constructor(private readonly database: Database) {
    super();
  }

  /** A process that starts later joins in the time that was agreed. */
  onApplicationBootstrap(): Promise<void> {
    return this.look();
  }

  override now(): Date {
    return new Date(Date.now() + this.aheadMilliseconds);
  }

  /** Puts the clock to a time, for every process. */
  override async moveTo(at: Date): Promise<void> {
    this.aheadMilliseconds = at.getTime() - Date.now();
    await this.asGuest({
      text: 'UPDATE platform.demonstration_clock SET ahead = make_interval(secs => $1)',
      values: [this.aheadMilliseconds / 1000],
    });
  }

  /** Looks where another process put the clock. */
  async look(): Promise<void> {
    const sql = { text: 'SELECT extract(epoch FROM ahead)::float8 AS ahead FROM platform.demonstration_clock', values: [] };
    const [row] = await this.asGuest<{ ahead: number }>(sql);
    this.aheadMilliseconds = (row?.ahead ?? 0) * 1000;
  }

  private asGuest<Row>(sql: { text: string; values: unknown[] }): Promise<Row[]> {
    return withinWork({ id: 'clock', actor: guest, transaction: null }, async () => {
      await this.database.begin();
      return this.database.finish<Row>(sql);
    });
  }
}
