import type { TaskStatus } from './task.lifecycle.ts';

/** One task of a case, as far as it decides which ones the case still lacks. */
export interface Known {
  readonly template: string;
  /** For which time it is done in this case; whoever makes the first one by hand has made the first. */
  readonly occurrence: number;
  readonly byHand: boolean;
  readonly ageAtEdge: boolean;
  readonly status: TaskStatus;
  readonly reason: string | null;
  readonly dueOn: string;
  /** When it was done or ended; nothing while it is to be done. */
  readonly endedAt: Date | null;
  /** When it was called done last, even if it came back since. */
  readonly doneAt: Date | null;
  /** Whether whoever did it said that what it is done for again and again is reached. */
  readonly goalReached: boolean | null;
  /** The day on which whoever did it said that it is to be done next. */
  readonly nextOn: string | null;
}

/** How a kind of task stands in a case. */
export interface Standing {
  /** The one that is to be done for the first time, else the one that ended last. */
  readonly last: Known;
  /** How many times it was to be done. */
  readonly occurrences: number;
  /** How often the one that ended last had stopped, for the time it is done. */
  readonly stops: number;
}

/** What came back counts from when it was called done: the next round was made then, and is the later one. */
const endOf = ({ endedAt, doneAt }: Known): number => (endedAt ?? doneAt)?.getTime() ?? Infinity;

/** What ended with its case, and not because anybody found it done or needless. */
export const stoppedByClosure = (reason: string | null): boolean => reason === 'case-closed';

/** What ended with the agreement it stood on. */
export const stoppedByConsent = (reason: string | null): boolean => reason === 'consent-withdrawn' || reason === 'consent-expired';

/** Whether a task ended without being done, for a reason that can be over again. */
export const isStopped = ({ status, reason }: Pick<Known, 'status' | 'reason'>): boolean =>
  (status === 'cancelled' || status === 'dropped') && (stoppedByClosure(reason) || stoppedByConsent(reason));

/** How each kind of task that a case has had stands; of what ended at the same time the later one counts. */
export function standings(known: readonly Known[]): Map<string, Standing> {
  const byTemplate = Map.groupBy(known, ({ template }) => template);
  return new Map(
    [...byTemplate].map(([template, all]) => {
      const last = all.reduce((latest, each) => (endOf(each) >= endOf(latest) ? each : latest));
      const stops = all.filter((each) => each.occurrence === last.occurrence && isStopped(each)).length;
      return [template, { last, occurrences: Math.max(...all.map(({ occurrence }) => occurrence)), stops }];
    }),
  );
}
