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
  'follow_up',
  'follow_up_dispatch',
  'platform.outbox',
  'notification',
] as const;

export type Table = (typeof tables)[number];

const atOnce = 5_000;

/** Rows on their way into the database, thousands in one statement. */
export class Rows {
  private readonly waiting = new Map<Table, object[]>(tables.map((table) => [table, []]));

  constructor(private readonly client: Client) {}

  /** A row, its columns named as in code. What a trigger fills may be left out. */
  add(table: Table, row: object): void {
    this.waiting.get(table)?.push(row);
  }

  /** Whether enough is waiting to be worth a journey. */
  isFull(): boolean {
    return [...this.waiting.values()].some((rows) => rows.length >= atOnce);
  }

  /** Writes everything that waits. */
  async write(): Promise<void> {
    for (const [table, rows] of this.waiting) {
      for (let at = 0; at < rows.length; at += atOnce) await this.insert(table, rows.slice(at, at + atOnce));
      rows.length = 0;
    }
  }

  private async insert(table: Table, rows: readonly object[]): Promise<void> {
    const names = new Set(rows.flatMap((row) => Object.keys(row)));
    const columns = [...names].map(snakeCase).join(', ');
    const json = JSON.stringify(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snakeCase(name), value]))),
    );
    await this.client.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`, [json]);
  }
}
