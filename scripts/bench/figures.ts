import type { Cost, Round } from './rounds.ts';
import type { Work } from './work.ts';

/** What a work costs a role: medians over all rounds. */
export interface Figure {
  readonly work: string;
  readonly role: string;
  readonly record: string;
  /** CPU time of the product by that of bare SQL, application and database together. */
  readonly ratio: number;
  readonly ratioRange: readonly [least: number, most: number];
  readonly cpuMs: { readonly app: number; readonly db: number };
  readonly bare: { readonly app: number; readonly db: number };
  readonly perSecond: number;
  readonly barePerSecond: number;
  /** What the ratio should be at most. */
  readonly goal: number;
  readonly rounds: number;
  readonly requests: number;
}

/** At most so many times what bare SQL costs, with every wall and log in place. */
export const goals: Readonly<Record<Work['work'], number>> = { read: 2, list: 1.5, create: 2.5, patch: 2.5, accept: 4, inbox: 1.5 };
/** How much dearer the dearest role's list may be than the cheapest one's. */
export const listSpread = 1.3;

/** Boils the rounds of one work down. */
export function figureOf({ work, role, record }: Work, rounds: readonly Round[], requests: number): Figure {
  const median = (of: (round: Round) => number): number => rounded(middle(rounds.map(of)));
  const both = ({ app, db }: Cost): number => app + db;
  const ratios = rounds.map(({ app, bare }) => both(app) / both(bare));
  return {
    ...{ work, role, record },
    ratio: rounded(middle(ratios)),
    ratioRange: [rounded(Math.min(...ratios)), rounded(Math.max(...ratios))],
    cpuMs: { app: median(({ app }) => app.app), db: median(({ app }) => app.db) },
    bare: { app: median(({ bare }) => bare.app), db: median(({ bare }) => bare.db) },
    perSecond: Math.round(median(({ app }) => app.perSecond)),
    barePerSecond: Math.round(median(({ bare }) => bare.perSecond)),
    goal: goals[work],
    rounds: rounds.length,
    requests,
  };
}

function middle(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return (low + high) / 2;
}

function rounded(number: number): number {
  return Math.round(number * 1000) / 1000;
}
