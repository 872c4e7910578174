import type { BareRoute } from './bare-server.ts';
import type { Ask } from './load.ts';

/** One thing people do all day, as one role does it: asked of the product, and of bare SQL. */
export interface Work {
  readonly work: 'read' | 'list' | 'create' | 'patch' | 'accept' | 'inbox';
  readonly role: string;
  /** The kind of record it is done to. */
  readonly record: string;
  /** How often in a round. */
  readonly requests: number;
  /** How many requests may be under way at once without two of them meeting on one row. */
  readonly atOnce: number;
  /** What the bare server needs to know for it. */
  readonly routes: Readonly<Record<string, BareRoute>>;
  /** The request with this number, counted over all rounds: the same numbers mean the same rows on both sides. */
  readonly app: (at: number) => Ask;
  readonly bare: (at: number) => Ask;
  /** What the product has to be asked before, uncounted. */
  readonly before?: readonly Ask[];
}

/** How often each work is done in a round, unless the bench is told otherwise: enough CPU time to be measured, and not more. */
export const usualRequests = { read: 1_000, list: 500, create: 240, patch: 320, accept: 200, inbox: 120 } as const;

/** The one of these that a running number means. */
export function pick<T>(from: readonly T[], at: number): T {
  const found = from[at % from.length];
  if (found === undefined) throw new Error('There is nothing to choose from.');
  return found;
}
