import { AsyncLocalStorage } from 'node:async_hooks';
import { notSignedIn } from '../kernel/problem.ts';
import type { Actor } from './database/context.ts';
import type { Transaction } from './database/transaction.ts';

/** One request or one job, from its first byte to its last: who it is for, and the transaction it runs in. */
export interface Work {
  readonly id: string;
  actor: Actor | null;
  transaction: Transaction | null;
  /** Finds out anew who acts, where that can be asked. */
  lookAgain?: () => Promise<Actor>;
}

const storage = new AsyncLocalStorage<Work>();

/** Runs `act` as one piece of work; everything it awaits finds the same actor and the same transaction. */
export function withinWork<T>(work: Work, act: () => T): T {
  return storage.run(work, act);
}

/** The work under way. Code that runs outside one has no actor, so it may do nothing: there is no nobody. */
export function currentWork(): Work {
  const work = storage.getStore();
  if (work === undefined) throw new Error('Nothing may be done outside a request or a job.');
  return work;
}

/** The work under way, if any: for logs. */
export function workIfAny(): Work | undefined {
  return storage.getStore();
}

/** Who acts in the work under way. */
export function currentActor(): Actor {
  const { actor } = currentWork();
  if (actor === null) throw notSignedIn();
  return actor;
}
