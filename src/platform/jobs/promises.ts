import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../database/database.ts';
import { Log } from '../log.ts';
import { asSystem } from './as-system.ts';
import { Handlers } from './handlers.ts';

interface Promised {
  readonly kind: string;
  readonly subject_id: string;
}

const batch = 1_000;
/** A promise that rang and was not kept rings again after this long; a handler takes far less. */
const ringsAgainAfter = '30 seconds';
/** After so many failures a promise waits for a person to look at it. */
const attemptsAtMost = 12;

/** The promises that are due, and how one is kept: in one transaction with its effects, so neither is ever without the other. */
@Injectable()
export class Promises {
  constructor(
    private readonly database: Database,
    private readonly handlers: Handlers,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Ids of promises that are due by the business clock and have not rung of late. They count as rung from now. */
  async claimDue(): Promise<string[]> {
    const rows = await asSystem(this.database, () =>
      this.database.rows<{ id: string }>({
        name: 'claim-due',
        text: `UPDATE platform.outbox SET rings_again_at = now() + interval '${ringsAgainAfter}' WHERE id IN (
                 SELECT id FROM platform.outbox WHERE state = 'open' AND due_at <= $1 AND rings_again_at <= now()
                 ORDER BY due_at LIMIT ${batch} FOR UPDATE SKIP LOCKED) RETURNING id`,
        values: [this.clock.now()],
      }),
    );
    return rows.map(({ id }) => id);
  }

  /** Lets promises ring again at once that could not be rung. */
  async giveBack(ids: readonly string[]): Promise<void> {
    const sql = { name: 'give-back', text: 'UPDATE platform.outbox SET rings_again_at = now() WHERE id = ANY($1::uuid[])', values: [ids] };
    await asSystem(this.database, () => this.database.send(sql));
  }

  /** How long until the next promise falls due by the business clock; infinite if there is none. */
  async nextDueInMilliseconds(): Promise<number> {
    const now = this.clock.now();
    const [row] = await asSystem(this.database, () =>
      this.database.rows<{ at: Date | null }>({
        name: 'next-due',
        text: `SELECT min(due_at) AS at FROM platform.outbox WHERE state = 'open' AND due_at > $1`,
        values: [now],
      }),
    );
    return row?.at == null ? Infinity : row.at.getTime() - now.getTime();
  }

  /** Keeps one promise, or does nothing if it is kept, taken, or not due. A failure is noted and tried again later. */
  async keep(id: string): Promise<void> {
    try {
      await asSystem(this.database, async () => {
        const [promised] = await this.database.rows<Promised>({
          name: 'take-promise',
          text: `SELECT kind, subject_id FROM platform.outbox WHERE id = $1 AND state = 'open' AND due_at <= $2 FOR UPDATE SKIP LOCKED`,
          values: [id, this.clock.now()],
        });
        if (promised === undefined) return;
        await this.handlers.of(promised.kind)(promised.subject_id);
        await this.database.send({
          name: 'promise-kept',
          text: `UPDATE platform.outbox SET state = 'done', done_at = now() WHERE id = $1`,
          values: [id],
        });
      });
    } catch (error) {
      this.log.error('a promise was not kept', { kind: (error as Error).name, code: (error as { code?: string }).code });
      await this.noteFailure(id, (error as Error).name);
    }
  }

  private async noteFailure(id: string, fault: string): Promise<void> {
    await asSystem(this.database, () =>
      this.database.send({
        text: `UPDATE platform.outbox SET attempts = attempts + 1, last_fault = $2,
                 state = CASE WHEN attempts + 1 >= ${attemptsAtMost} THEN 'dead' ELSE state END,
                 rings_again_at = now() + least(interval '1 second' * power(2, attempts), interval '1 hour')
               WHERE id = $1 AND state = 'open'`,
        values: [id, fault],
      }),
    );
  }
}
