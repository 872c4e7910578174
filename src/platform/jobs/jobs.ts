import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

/** A kind of promised work. Its subject is the id of a row; the row says what is to be done. */
export class JobType {
  constructor(readonly kind: string) {}
}

const promise = {
  name: 'promise',
  text: 'SELECT platform.promise_all($1, $2, $3)',
};

/** Promises work in the transaction under way: rolled back with it, kept after it, whatever dies in between. */
@Injectable()
export class Jobs {
  constructor(private readonly database: Database) {}

  /** Promises that the row will be looked at, at this time of the business clock or soon after. */
  async promise(type: JobType, subjectId: string, at: Date): Promise<void> {
    await this.database.sendTogether(promise, [type.kind, subjectId, at]);
  }

  /** Promises what nobody promises any more: a promise got lost, or was kept too early. Only the system sees promises. */
  async promiseUnlessPromised(type: JobType, subjectId: string, at: Date): Promise<void> {
    await this.database.send({
      name: 'promise-lost',
      text: `SELECT platform.promise($1::text, $2::uuid, $3::timestamptz)
             WHERE NOT EXISTS (SELECT 1 FROM platform.outbox WHERE kind = $1 AND subject_id = $2 AND state <> 'done')`,
      values: [type.kind, subjectId, at],
    });
  }
}
