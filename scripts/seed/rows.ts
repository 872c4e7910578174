import { setImmediate as breathe } from 'node:timers/promises';
import type { Client } from 'pg';
import { snakeCase } from '../../src/platform/database/naming.ts';

/** Tables in the order in which a row may point to another. */
const tables = [
  'agency',
  'unit',
  'person',
  'identity.credential',
  'sharing_protocol',
  'service',
  'case_core',
  'case_profile',
  'case_anchor',
  'case_situation',
  'case_need',
  'case_narrative',
  'case_health',
  'case_protection',
  'consent',
  'referral',
  'referral_source',
  'referral_package',
  'referral_clock',
  'consent_override',
  'consent_override_source',
  'group_session',
  'delivery',
  'delivery_source',
  'task',
  'task_source',
  'task_clock',
  'follow_up',
  'follow_up_dispatch',
  'platform.outbox',
  'notification',
  'mail',
] as const;

export type Table = (typeof tables)[number];

const atOnce = 5_000;

/** Rows on their way into the database, thousands in one statement. */
export class Rows {
  private readonly types = new Map<Table, ReadonlyMap<string, string>>();
  private underWay: Promise<void> = Promise.resolve();
  private drawn = 0;
  private readonly waiting = new Map<Table, object[]>(tables.map((table) => [table, []]));

  constructor(private readonly client: Client) {}

  /**
   * Lets rows in without asking the triggers that fill in, for each row, what these rows bring along: the columns they are judged by.
   * A test holds the two equal. Foreign keys and checks are asked as ever. Only the owner of the tables can do this.
   */
  async withoutTriggers(load: () => Promise<void>): Promise<void> {
    const each = (how: string): string => tables.map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER`).join('; ');
    await this.client.query(each('DISABLE'));
    try {
      await load();
    } catch (error) {
      // In a transaction this fails too, and its end undoes both.
      await this.client.query(each('ENABLE')).catch(() => undefined);
      throw error;
    }
    await this.client.query(each('ENABLE'));
  }

  /** A row, its columns named as in code. What a trigger fills may be left out. */
  add(table: Table, row: object): void {
    this.waiting.get(table)?.push(row);
  }

  /** Sends off what waits once it is worth a journey. The database stores it while the next rows are drawn up. */
  async sendIfFull(): Promise<void> {
    if ([...this.waiting.values()].some((rows) => rows.length >= atOnce)) await this.send();
    // Drawing up rows never waits by itself, and would keep the answers of the database waiting.
    else if (++this.drawn % 50 === 0) await breathe();
  }

  /** Writes everything that waits, and comes back when it is stored. */
  async write(): Promise<void> {
    await this.send();
    await this.underWay;
  }

  private async send(): Promise<void> {
    await this.underWay;
    const batch = [...this.waiting].map(([table, rows]) => ({ table, rows: rows.splice(0) }));
    this.underWay = this.store(batch);
    // A failure is told to whoever waits for it next.
    this.underWay.catch(() => undefined);
  }

  private async store(batch: readonly { table: Table; rows: readonly object[] }[]): Promise<void> {
    for (const { table, rows } of batch) {
      for (let at = 0; at < rows.length; at += atOnce) await this.insert(table, rows.slice(at, at + atOnce));
    }
  }

  /** The database reads the names of code as they are: nothing is copied or renamed on the way. */
  private async insert(table: Table, rows: readonly object[]): Promise<void> {
    const known = await this.typesOf(table);
    const names = new Set<string>();
    for (const row of rows) for (const name in row) names.add(name);
    const columns = [...names].map((name) => {
      const column = snakeCase(name);
      const type = known.get(column);
      if (type === undefined) throw new RangeError(`${table} has no column ${column}`);
      return { column, name, type };
    });
    const into = columns.map(({ column }) => column).join(', ');
    const read = columns.map(({ name }) => `"${name}"`).join(', ');
    const shape = columns.map(({ name, type }) => `"${name}" ${type}`).join(', ');
    const text = `INSERT INTO ${table} (${into}) SELECT ${read} FROM json_to_recordset($1) AS row (${shape})`;
    await this.client.query(text, [JSON.stringify(rows)]);
  }

  private async typesOf(table: Table): Promise<ReadonlyMap<string, string>> {
    const known = this.types.get(table);
    if (known !== undefined) return known;
    const { rows } = await this.client.query<{ column: string; type: string }>(
      `SELECT attname AS column, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [table],
    );
    const types = new Map(rows.map(({ column, type }) => [column, type]));
    this.types.set(table, types);
    return types;
  }
}
