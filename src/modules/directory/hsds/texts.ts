import { CsvError, parse } from 'csv-parse/sync';
import { Unreadable } from './findings.ts';

/** A row of a table or an object of a document, as it was written. */
export type Row = Readonly<Record<string, unknown>>;

/** Reads bytes as UTF-8 and nothing else: a wrong guess would spoil every name in silence. */
export function textOf(bytes: Buffer, at = ''): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Every second byte is zero in texts of another encoding.
    if (!text.includes('\0')) return text;
  } catch {
    throw new Unreadable('not-utf8', at);
  }
  throw new Unreadable('not-utf8', at);
}

/** Reads JSON. */
export function jsonOf(text: string, at = ''): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Unreadable('json-broken', at);
  }
}

/** Reads a table with a head line: each row by the names of its columns, empty cells left out. */
export function rowsOf(text: string, at: string): Row[] {
  try {
    const rows = parse(text, { columns: true, skip_empty_lines: true }) as unknown as Record<string, string>[];
    return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable('table-broken', `${at}, line ${Number(error.lines)}`);
    throw error;
  }
}

/** Whether a value is an object with named values. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
