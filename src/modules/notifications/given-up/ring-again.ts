import { Injectable } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Gate } from '../../../access/gate.ts';
import { Database } from '../../../platform/database/database.ts';
import { Checked } from '../../../platform/input.ts';
import { GivenUpPromiseRecord } from './given-up-promise.record.ts';

const kindOf = /^[a-z][a-z-]{1,60}$/;

/** Which kind of promises is to ring again, once its cause is mended. */
export class KindOfPromise {
  @Checked((value) => (typeof value === 'string' && kindOf.test(value) ? null : { code: 'not-a-code' }), {
    type: String,
    pattern: kindOf.source,
  })
  readonly kind: string;
}

/** How many promises ring again. */
export class RungAgain {
  @ApiProperty({ type: 'integer' }) readonly rung: number;
}

/** The administrator has mended why promises could not be kept: they ring again, and are kept as if they had just fallen due. */
@Injectable()
export class RingAgain {
  constructor(
    private readonly gate: Gate,
    private readonly database: Database,
  ) {}

  /** One that was given up; 404 if it was not, or no longer is. */
  async one(id: string): Promise<RungAgain> {
    await this.gate.view(GivenUpPromiseRecord, id);
    return this.ring(id, null);
  }

  /** All of a kind; there may be none. */
  all({ kind }: KindOfPromise): Promise<RungAgain> {
    return this.ring(null, kind);
  }

  private async ring(id: string | null, kind: string | null): Promise<RungAgain> {
    const sql = { name: 'ring-again', text: 'SELECT platform.ring_again($1, $2) AS rung', values: [id, kind] };
    const [row] = await this.database.rows<RungAgain>(sql);
    // The rows are behind a function: no row of them is taken, and none is the administrator's to lock.
    this.gate.noteUnseen('ring-again', GivenUpPromiseRecord, id);
    return { rung: row?.rung ?? 0 };
  }
}
