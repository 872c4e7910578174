import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource, type EntityMetadata, type ObjectLiteral } from 'typeorm';
import { Problem } from '../../kernel/problem.ts';
import { CONFIG, keyFor, type Config } from '../config.ts';
import { currentWork, workIfAny } from '../work.ts';
import type { Actor } from './context.ts';
import { orUnavailable } from './lost-connection.ts';
import { insertOf, updateOf, valuesOf } from './persistence.ts';
import type { Sql } from './sql.ts';
import { Transaction, type Signing } from './transaction.ts';

/** A statement about any number of rows, and those that travel with it. */
type Gathered = { readonly name: string; readonly text: string; readonly rows: (readonly unknown[])[] };
type Kept = { readonly entity: ObjectLiteral; readonly before: ReadonlyMap<string, unknown> | null };

/**
 * The way of every room to its rows. Begins the transaction with the first statement, remembers what is to be kept,
 * and writes it in one breath at the end. Outside a request or job it throws.
 */
@Injectable()
export class Database {
  private readonly signing: Signing;
  private readonly kept = new WeakMap<Transaction, Map<ObjectLiteral, Kept>>();
  private readonly along = new WeakMap<Transaction, Sql[]>();
  private readonly gathered = new WeakMap<Transaction, Map<string, Gathered>>();
  private readonly loaded = new WeakMap<ObjectLiteral, ReadonlyMap<string, unknown>>();

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Config,
  ) {
    this.signing = { key: createSecretKey(keyFor(config, 'database-context')), rolePrefix: config.rolePrefix };
  }

  /** In whose name the next statement runs. */
  get actor(): Actor {
    const { transaction, actor } = currentWork();
    const acting = transaction?.current ?? actor;
    if (acting === null) throw new Error('Nobody acts here: give the work an actor first.');
    return acting;
  }

  /** Writes this entity at the end of the work: a new one is inserted, a taken one updated if it changed. Returns it. */
  keep<T extends ObjectLiteral>(entity: T): T {
    const { transaction } = currentWork();
    if (transaction === null) throw new Error('Begin before keeping.');
    const kept = this.kept.get(transaction) ?? new Map<ObjectLiteral, Kept>();
    this.kept.set(transaction, kept);
    if (!kept.has(entity)) kept.set(entity, { entity, before: this.loaded.get(entity) ?? null });
    return entity;
  }

  /** Rows of a statement, after everything kept so far. */
  async rows<Row>(sql: Sql): Promise<Row[]> {
    const transaction = await this.begin();
    this.flush(transaction);
    return transaction.rows<Row>(sql);
  }

  /** A statement nobody needs the answer of, after everything kept so far. */
  async send(sql: Sql): Promise<void> {
    const transaction = await this.begin();
    this.flush(transaction);
    transaction.send(sql);
  }

  /** A statement nobody needs the answer of, which travels behind what is kept so far and needs no journey of its own. */
  sendAlong(sql: Sql): void {
    const { transaction } = currentWork();
    if (transaction === null) throw new Error('Begin before sending along.');
    this.along.set(transaction, [...(this.along.get(transaction) ?? []), sql]);
  }

  /** One more row for a statement that takes its parameters as columns: all rows that come before it leaves travel in one. */
  async sendTogether({ name, text }: { readonly name: string; readonly text: string }, row: readonly unknown[]): Promise<void> {
    const transaction = await this.begin();
    const gathered = this.gathered.get(transaction) ?? new Map<string, Gathered>();
    this.gathered.set(transaction, gathered);
    const rows = gathered.get(name)?.rows ?? [];
    gathered.set(name, { name, text, rows: [...rows, row] });
  }

  /** Runs `act` under another role in the same transaction (ADR 0007); what it keeps is written under that role. */
  async as<T>(actor: Actor, act: () => Promise<T>): Promise<T> {
    const transaction = await this.begin();
    this.flush(transaction);
    return transaction.as(actor, async () => {
      const result = await act();
      this.flush(transaction);
      return result;
    });
  }

  /** Opens the transaction of the work under way, unless it is open. */
  async begin(): Promise<Transaction> {
    const work = currentWork();
    if (work.transaction !== null) return work.transaction;
    if (work.actor === null) throw new Error('Nobody acts here: give the work an actor first.');
    const pool = (this.dataSource.driver as unknown as { master: Pool }).master;
    const transaction = new Transaction(await connectionOf(pool), this.signing, work.actor);
    work.transaction = transaction;
    return transaction;
  }

  /** Writes what is kept, adds `last` and commits, all in one round trip; returns the rows of `last`. */
  async finish<Row>(last: Sql | null = null): Promise<Row[]> {
    const { transaction } = currentWork();
    if (transaction === null) return [];
    this.flush(transaction);
    const rows = last === null ? Promise.resolve([]) : transaction.rows<Row>(last);
    const [read, committed] = await Promise.allSettled([rows, transaction.commit()]);
    if (committed.status === 'rejected') throw committed.reason;
    if (read.status === 'rejected') throw read.reason;
    return read.value;
  }

  /**
   * Does something once more where its transaction found that whoever acts is not as they were remembered: after asking who they are, and
   * from the start, for nothing of the first time is left.
   */
  async lookingAgain<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const work = currentWork();
      if ((error as { code?: string }).code !== 'HW409' || work.lookAgain === undefined) throw error;
      await this.undo();
      work.actor = await work.lookAgain();
      return act();
    }
  }

  /** Undoes the work's transaction, if there is one. */
  async undo(): Promise<void> {
    const work = workIfAny();
    if (work === undefined) return;
    await work.transaction?.rollback();
    work.transaction = null;
  }

  /** Makes an entity of a row and remembers it as it was, so that only what changed is written. */
  hydrate<T extends ObjectLiteral>(target: new () => T, row: Readonly<Record<string, unknown>>): T {
    const metadata = this.dataSource.getMetadata(target);
    const entity = new target();
    for (const column of metadata.columns) {
      const value: unknown = this.dataSource.driver.prepareHydratedValue(row[column.databaseName], column);
      column.setEntityValue(entity, value);
    }
    this.loaded.set(entity, valuesOf(metadata, entity, this.dataSource.driver));
    return entity;
  }

  /** TypeORM's knowledge of an entity: its table and columns. */
  metadata(target: new () => ObjectLiteral): EntityMetadata {
    return this.dataSource.getMetadata(target);
  }

  private flush(transaction: Transaction): void {
    const idsOf = (entity: ObjectLiteral): readonly unknown[] =>
      this.dataSource.getMetadata(entity.constructor).primaryColumns.map((column) => column.getEntityValue(entity) as unknown);
    const kept = byKind([...(this.kept.get(transaction)?.values() ?? [])], idsOf);
    this.kept.delete(transaction);
    for (let at = 0; at < kept.length;) at += this.write(transaction, kept, at);
    const gathered = this.gathered.get(transaction)?.values() ?? [];
    this.gathered.delete(transaction);
    for (const { name, text, rows } of gathered) transaction.send({ name, text, values: columnsOf(rows) });
    const along = this.along.get(transaction) ?? [];
    this.along.delete(transaction);
    for (const sql of along) transaction.send(sql);
  }

  /** Writes one entity, or as many new ones of its kind as follow one another, in one statement. Returns how many. */
  private write(transaction: Transaction, kept: readonly Kept[], at: number): number {
    const { driver } = this.dataSource;
    const first = kept[at] as Kept;
    const metadata = this.dataSource.getMetadata(first.entity.constructor);
    const sameKind = first.before === null ? kept.slice(at) : [first];
    const other = sameKind.findIndex(({ entity, before }) => entity.constructor !== first.entity.constructor || before !== first.before);
    const together = sameKind.slice(0, other === -1 ? undefined : other).map(({ entity }) => entity);
    const sql = first.before === null ? insertOf(metadata, together, driver) : updateOf(metadata, first.entity, first.before, driver);
    if (sql !== null) transaction.send(sql);
    for (const entity of together) this.loaded.set(entity, valuesOf(metadata, entity, driver));
    return together.length;
  }
}

/**
 * New rows of one kind side by side, so that they are written in one statement. None is moved past a row that it names, nor past a change
 * to a row that was there.
 */
function byKind(kept: readonly Kept[], idsOf: (entity: ObjectLiteral) => readonly unknown[]): Kept[] {
  const sorted: Kept[] = [];
  let groups: { readonly kind: unknown; readonly rows: Kept[] }[] = [];
  let placeOf = new Map<unknown, number>();
  const settle = (): void => {
    for (const { rows } of groups) sorted.push(...rows);
    groups = [];
    placeOf = new Map();
  };
  for (const each of kept) {
    if (each.before !== null) {
      settle();
      sorted.push(each);
      continue;
    }
    const { constructor: kind } = each.entity;
    const named = Math.max(-1, ...Object.values(each.entity).map((value) => placeOf.get(value) ?? -1));
    let place = groups.findLastIndex((group) => group.kind === kind);
    if (place < named || place === -1) place = groups.push({ kind, rows: [] }) - 1;
    groups[place]?.rows.push(each);
    for (const id of idsOf(each.entity)) if (id !== undefined) placeOf.set(id, Math.max(place, placeOf.get(id) ?? -1));
  }
  settle();
  return sorted;
}

/** Rows as the columns they consist of: what `unnest` puts together again. */
function columnsOf(rows: readonly (readonly unknown[])[]): unknown[][] {
  return (rows[0] ?? []).map((_, at) => rows.map((row) => row[at]));
}

/** A connection of the pool. Whoever waited too long for one is asked to come back, as when the database itself is busy. */
async function connectionOf(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    // The pool gives this fault no code, only these words.
    if ((error as Error).message.startsWith('timeout exceeded')) throw new Problem(503, 'busy', { headers: { 'retry-after': '5' } });
    throw orUnavailable(error);
  }
}
