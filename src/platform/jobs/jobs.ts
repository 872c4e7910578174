import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';
import type { Sql } from '../database/sql.ts';
import { Log } from '../log.ts';

/** A kind of promised work. Its subject is the id of a row; the row says what is to be done. */
export class JobType {
  constructor(readonly kind: string) {}
}

/** More than ever falls due in a minute; what is left waits for the next look, and is spoken of. */
const atOnce = 20_000;

const promise = {
  name: 'promise',
  text: 'SELECT platform.promise_all($1, $2, $3)',
};

/** Promises work in the transaction under way: rolled back with it, kept after it, whatever dies in between. */
@Injectable()
export class Jobs {
  constructor(
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  /** Promises that the row will be looked at, at this time of the business clock or soon after. */
  async promise(type: JobType, subjectId: string, at: Date): Promise<void> {
    await this.database.sendTogether(promise, [type.kind, subjectId, at]);
  }

  /**
   * Promises anew whatever is due and of which no promise is left, in one statement however much there is. The question finds what is
   * due: `id`, and `at` for when it was to be promised. Only the system sees promises.
   */
  async promiseLost(type: JobType, { name = type.kind, text, values }: Sql): Promise<void> {
    const kind = `$${values.length + 1}::text`;
    const promised = await this.database.rows({
      name: `lost-${name}`,
      text: `SELECT platform.promise(${kind}, lost.id, lost.at) FROM (SELECT due.id, due.at FROM (${text}) due
             WHERE NOT EXISTS (SELECT FROM platform.outbox o WHERE o.kind = ${kind} AND o.subject_id = due.id AND o.state <> 'done')
             ORDER BY due.at LIMIT ${atOnce}) lost`,
      values: [...values, type.kind],
    });
    if (promised.length === atOnce) this.log.warn('more was lost than one look takes', { kind: type.kind, count: atOnce });
  }

  /** The same for one thing, whose time the database cannot tell. */
  async promiseUnlessPromised(type: JobType, subjectId: string, at: Date): Promise<void> {
    await this.database.send({
      name: 'promise-lost',
      text: `SELECT platform.promise($1::text, $2::uuid, $3::timestamptz)
             WHERE NOT EXISTS (SELECT 1 FROM platform.outbox WHERE kind = $1 AND subject_id = $2 AND state <> 'done')`,
      values: [type.kind, subjectId, at],
    });
  }
}
