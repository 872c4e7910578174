import type { Sql } from './database/sql.ts';

/** What leaves the house: the body, and the tag that a later edit has to name. */
export interface Rendered {
  readonly body: unknown;
  readonly etag?: string;
}

/**
 * An answer that still has to be read: its statement travels with the last writes and the commit in one round trip.
 * Handlers return one; the transaction interceptor reads and renders it.
 */
export interface Answer {
  readonly [answer]: true;
  /** The row that a repetition of this request shows again. */
  readonly resourceId: string | null;
  sql(): Sql;
  render(rows: readonly Readonly<Record<string, unknown>>[]): Rendered;
}

/** Marks an answer, so that it cannot be taken for a plain body. */
export const answer: unique symbol = Symbol('answer');

/** Whether a handler returned an answer that still has to be read. */
export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && answer in value;
}
