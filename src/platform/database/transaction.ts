import type { KeyObject } from 'node:crypto';
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResult } from 'pg';
import { signContext, type Actor, type Standing } from './context.ts';
import { orUnavailable } from './lost-connection.ts';
import type { Sql } from './sql.ts';

/** What a transaction needs to act as somebody in this installation. */
export interface Signing {
  /** Made ready once: making a key ready takes longer than signing with it. */
  readonly key: KeyObject;
  readonly rolePrefix: string;
}

/**
 * One transaction as one actor on one pipelined connection. Statements are written at once and answered in order:
 * what needs no answer does not wait for one, so a whole deed costs two or three round trips.
 */
export class Transaction {
  private acting: Actor;
  private done = false;
  private gathering = false;
  private readonly unanswered: Promise<unknown>[] = [];
  private firstError: Error | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly signing: Signing,
    readonly actor: Actor,
  ) {
    // The statements hear of a broken connection themselves; unheard, the event would end the process.
    client.on('error', heard);
    this.acting = actor;
    this.send({ name: 'begin', text: 'BEGIN', values: [] });
    this.actAs(actor, null);
    if (actor.sessionHash !== null) this.send(assertion(actor.sessionHash, actor.standing));
    if (actor.client !== undefined) {
      const { keyHash, place } = actor.client;
      this.send({ name: 'assert-client', text: 'SELECT identity.assert_client($1, $2)', values: [keyHash, place] });
    }
  }

  /** In whose name the next statement runs. */
  get current(): Actor {
    return this.acting;
  }

  /** Sends a statement whose answer nobody needs; its failure fails the transaction. */
  send(sql: Sql): void {
    this.unanswered.push(this.submit(sql).catch(() => undefined));
  }

  /** Sends a statement and waits for its rows. */
  async rows<Row>(sql: Sql): Promise<Row[]> {
    try {
      const result = await this.submit(sql);
      return result.rows as Row[];
    } catch (error) {
      // The statement may only have met the ruins of an earlier one: the first failure is the one that explains.
      throw this.firstError ?? error;
    }
  }

  /** Runs `act` under another role in the same transaction, then returns to the role before. */
  async as<T>(actor: Actor, act: () => Promise<T>): Promise<T> {
    const before = this.acting;
    this.actAs(actor, this.actor);
    const result = await act();
    this.actAs(before, before === this.actor ? null : this.actor);
    return result;
  }

  /** Commits, in the same breath as all that was sent before. Fails if anything failed. */
  async commit(): Promise<void> {
    if (this.done) return;
    this.done = true;
    let command: string;
    try {
      ({ command } = await this.submit({ name: 'commit', text: 'COMMIT', values: [] }));
      await Promise.all(this.unanswered);
    } catch (error) {
      // A connection that did not take the commit may be in any state: nobody gets it again.
      this.release(error as Error);
      throw error;
    }
    this.release();
    if (command === 'ROLLBACK') throw this.firstError ?? new Error('The transaction was rolled back.');
  }

  /** Undoes everything. */
  async rollback(): Promise<void> {
    if (this.done) return;
    this.done = true;
    try {
      await this.submit({ name: 'rollback', text: 'ROLLBACK', values: [] });
      this.release();
    } catch (error) {
      this.release(error as Error);
    }
  }

  private release(error?: Error): void {
    this.client.off('error', heard);
    this.client.release(error);
  }

  private actAs(actor: Actor, onBehalfOf: Actor | null): void {
    this.acting = actor;
    const role = this.signing.rolePrefix + actor.persona;
    // The context expires by the database's clock, so it is signed by the machine's, never by the clock of casework.
    const context = signContext(actor, this.signing.key, onBehalfOf, Date.now());
    this.send({ name: 'act-as', text: "SELECT set_config('role', $1, true), set_config('app.ctx', $2, true)", values: [role, context] });
  }

  /** What is said in one breath leaves in one packet: a call of the system for each statement costs more than the statement. */
  private gather(): void {
    if (this.gathering) return;
    this.gathering = true;
    const stream = streamOf(this.client);
    stream.cork();
    // ticks come after all that is under way without waiting for anybody
    queueMicrotask(() => {
      process.nextTick(() => {
        this.gathering = false;
        stream.uncork();
      });
    });
  }

  private submit(sql: Sql): Promise<QueryResult> {
    this.gather();
    const answer = this.client.query({ ...sql, ...this.nameOf(sql), values: [...sql.values] }).catch((error: unknown): never => {
      throw orUnavailable(error);
    });
    answer.catch((error: unknown) => {
      this.firstError ??= error as Error;
    });
    return answer;
  }

  /** A plan holds for one persona, because its row policies are in it: each has its own, instead of each undoing the other's. */
  private nameOf({ name }: Sql): { name?: string } {
    return name === undefined ? {} : { name: `${this.acting.persona}:${name}` };
  }
}

/** That the session still holds, and that whoever holds it stands in on that day for those whom their context names, and nobody else. */
function assertion(sessionHash: Buffer, standing: Standing | undefined): Sql {
  if (standing === undefined) return { name: 'assert-session', text: 'SELECT identity.assert_session($1)', values: [sessionHash] };
  const text = 'SELECT identity.assert_session($1), identity.assert_standing($2)';
  return { name: 'assert-standing', text, values: [sessionHash, standing.day] };
}

/** The stream of a connection: `pg` does not declare it, and hands it out all the same. */
function streamOf(client: PoolClient): Writable {
  return (client as unknown as { connection: { stream: Writable } }).connection.stream;
}

function heard(): void {
  // Nothing to do: see where it is set.
}
