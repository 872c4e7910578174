import { setImmediate as breathe } from 'node:timers/promises';
import type { Client } from 'pg';
import { snakeCase } from '../../src/platform/database/naming.ts';

/** Tables in the order in which a row may point to another. */
const tables = [
  'agency',
  'unit',
  'person',
  'identity.credential',
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
  'delivery',
  'follow_up',
  'follow_up_dispatch',
  'platform.outbox',
  'notification',
] as const;

export type Table = (typeof tables)[number];

const atOnce = 5_000;

/** Rows on their way into the database, thousands in one statement. */
export class Rows {
  private underWay: Promise<void> = Promise.resolve();
  private drawn = 0;
  private readonly waiting = new Map<Table, object[]>(tables.map((table) => [table, []]));

  constructor(private readonly client: Client) {}

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

  private async insert(table: Table, rows: readonly object[]): Promise<void> {
    const columns = new Set<string>();
    const named = rows.map((row) => {
      const values: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(row)) values[columnOf(name)] = value;
      for (const column in values) columns.add(column);
      return values;
    });
    const list = [...columns].join(', ');
    const text = `INSERT INTO ${table} (${list}) SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1)`;
    await this.client.query(text, [JSON.stringify(named)]);
  }
}

const columnNames = new Map<string, string>();

function columnOf(name: string): string {
  const known = columnNames.get(name) ?? snakeCase(name);
  columnNames.set(name, known);
  return known;
}
