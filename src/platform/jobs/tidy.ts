import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import { Sweeps } from './sweep.ts';

/** Lets go of what has served its time: by the machine's clock, for none of it is casework. */
@Injectable()
export class Tidy {
  constructor(private readonly database: Database) {}

  /** Keys of repeated requests after a week. */
  @Sweeps()
  async keys(): Promise<void> {
    await this.database.send({ name: 'forget-keys', text: 'SELECT platform.forget_keys()', values: [] });
  }

  /** Kept promises after a month. */
  @Sweeps()
  async promises(): Promise<void> {
    const text = `DELETE FROM platform.outbox WHERE state = 'done' AND done_at < now() - interval '30 days'`;
    await this.database.send({ name: 'forget-promises', text, values: [] });
  }
}
