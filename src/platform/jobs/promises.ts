import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.ts';
import { Database } from '../database/database.ts';
import { Log } from '../log.ts';
import { asSystem } from './as-system.ts';
import { Handlers } from './handlers.ts';

interface Promised {
  readonly kind: string;
  readonly subject_id: string;
  readonly state: string;
  readonly is_begun: boolean;
}

const batch = 1_000;
/** A promise that rang and was not kept rings again after this long; a handler takes far less. */
const ringsAgainAfter = '30 seconds';
/** After so many tries a promise waits for a person to look at it. */
const attemptsAtMost = 12;
const workerEnded = 'its worker ended';
/** The pause after a failure: longer each time. */
const pause = `least(interval '1 second' * power(2, attempts - 1), interval '1 hour')`;

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

  /** How many promises should have been kept by now, and how many wait for a person, with the oldest of each; asked by the system at work. */
  async backlog(): Promise<Record<'overdue' | 'givenUp', { readonly amount: number; readonly since: Date | null }>> {
    const [row] = await this.database.rows<{ due: number; due_since: Date | null; dead: number; dead_since: Date | null }>({
      name: 'promise-backlog',
      text: `SELECT count(*) FILTER (WHERE state = 'open')::int AS due, min(due_at) FILTER (WHERE state = 'open') AS due_since,
               count(*) FILTER (WHERE state = 'dead')::int AS dead, min(due_at) FILTER (WHERE state = 'dead') AS dead_since
             FROM platform.outbox WHERE state = 'open' AND due_at <= $1 OR state = 'dead'`,
      values: [this.clock.now()],
    });
    return {
      overdue: { amount: row?.due ?? 0, since: row?.due_since ?? null },
      givenUp: { amount: row?.dead ?? 0, since: row?.dead_since ?? null },
    };
  }

  /** Keeps one promise, or does nothing if it is kept, taken, or not due. A failure is noted and tried again later. */
  async keep(id: string): Promise<void> {
    try {
      await asSystem(this.database, async () => {
        if (!(await this.isMine(id))) return;
        const promised = await this.beginTry(id);
        if (promised?.is_begun !== true) return;
        await this.handlers.of(promised.kind)(promised.subject_id);
        await this.database.send({
          name: 'promise-kept',
          text: `UPDATE platform.outbox SET state = 'done', done_at = now(), begun_at = NULL WHERE id = $1`,
          values: [id],
        });
      });
    } catch (error) {
      this.log.error('a promise was not kept', { kind: (error as Error).name, code: (error as { code?: string }).code });
      await this.noteFailure(id, (error as Error).name);
    }
  }

  /** Whether nobody else is at this promise. It stays so until the work under way is over, however it ends. */
  private async isMine(id: string): Promise<boolean> {
    const sql = { name: 'take-promise', text: 'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS mine', values: [id] };
    const [row] = await this.database.rows<{ mine: boolean }>(sql);
    return row?.mine === true;
  }

  /**
   * Counts the try before it begins, in a transaction of its own: a try that ends its process has no other way to be counted. If one
   * was begun and nobody is at it, its process ended; that is noted as its failure, and the next try comes after a pause. The pause
   * differs from promise to promise, so that one that ends its worker is soon alone with it, and takes no others along.
   */
  private async beginTry(id: string): Promise<Promised | undefined> {
    const [promised] = await asSystem(this.database, async () => {
      // Not worth waiting for the disk: a try that a crash of the database forgets is only not counted.
      await this.database.send({ name: 'no-wait', text: "SELECT set_config('synchronous_commit', 'off', true)", values: [] });
      return this.database.rows<Promised>({
        name: 'begin-promise',
        text: `UPDATE platform.outbox SET
                 attempts = attempts + CASE WHEN begun_at IS NULL THEN 1 ELSE 0 END,
                 begun_at = CASE WHEN begun_at IS NULL THEN now() END,
                 last_fault = CASE WHEN begun_at IS NULL THEN last_fault ELSE '${workerEnded}' END,
                 state = CASE WHEN begun_at IS NOT NULL AND attempts >= ${attemptsAtMost} THEN 'dead' ELSE state END,
                 rings_again_at = CASE WHEN begun_at IS NULL THEN rings_again_at ELSE now() + ${pause} * (0.5 + random()) END
               WHERE id = $1 AND state = 'open' AND due_at <= $2 RETURNING kind, subject_id, state, begun_at IS NOT NULL AS is_begun`,
        values: [id, this.clock.now()],
      });
    });
    if (promised?.is_begun === false) {
      this.log.error('a promise was not kept', { kind: workerEnded });
      if (promised.state === 'dead') this.log.error('a promise was given up', { kind: workerEnded });
    }
    return promised;
  }

  private async noteFailure(id: string, fault: string): Promise<void> {
    const [failed] = await asSystem(this.database, () =>
      this.database.rows<{ state: string }>({
        name: 'promise-failed',
        text: `UPDATE platform.outbox SET begun_at = NULL, last_fault = $2,
                 state = CASE WHEN attempts >= ${attemptsAtMost} THEN 'dead' ELSE state END, rings_again_at = now() + ${pause}
               WHERE id = $1 AND state = 'open' RETURNING state`,
        values: [id, fault],
      }),
    );
    if (failed?.state === 'dead') this.log.error('a promise was given up', { kind: fault });
  }
}
