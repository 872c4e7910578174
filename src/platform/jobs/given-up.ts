import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Log } from '../log.ts';
import { Sweeps } from './sweep.ts';

/** Says in the log, as long as there are any, how many promises were given up and wait for a person. */
@Injectable()
export class GivenUp {
  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  @Sweeps()
  async say(): Promise<void> {
    const sql = { name: 'given-up', text: `SELECT count(*)::int AS dead FROM platform.outbox WHERE state = 'dead'`, values: [] };
    const [row] = await this.database.rows<{ dead: number }>(sql);
    const count = row?.dead ?? 0;
    if (count > 0) this.log.error('promises were given up and wait for a person', { count });
  }
}
