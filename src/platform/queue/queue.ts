/** How much rings and is being answered right now; what is still to come stands in the outbox. */
export interface Backlog {
  readonly waiting: number;
  readonly active: number;
}

/**
 * The alarm clock: says "look at promise X now" to whichever worker is free, at least once.
 * It knows nothing but ids and remembers nothing that matters: the outbox row is the truth, so a queue that
 * forgets everything loses nothing, and a promise that is not kept yet is simply rung again.
 */
export interface Queue {
  /** Rings for these promises at once. One that already waits or is being answered is not rung twice; an answered one is. */
  ring(ids: readonly string[]): Promise<void>;
  /** Answers every ring from now on. A handler that throws is not called again until the promise is rung again. */
  onRing(handler: (id: string) => Promise<void>, options: { readonly concurrency: number }): Promise<void>;
  backlog(): Promise<Backlog>;
  /** Whether rings are taken here, and the store of the queue answers in time. */
  isWell(): Promise<boolean>;
  /** Takes no new ring, lets running handlers finish for a while, then lets go: what is unfinished rings elsewhere. */
  close(): Promise<void>;
}

/** Where the alarm clock stands: in Redis or Valkey if there is a `redisUrl`, else in PostgreSQL. */
export interface QueueConfig {
  readonly redisUrl?: string | null;
  /** The address of the queue's own login, which may touch nothing outside the queue's schema. */
  readonly postgresUrl?: string | null;
  /** Installations that share a Redis need different names. */
  readonly name: string;
  /** How long closing waits for running handlers. */
  readonly patienceMs?: number;
  /** Hears of lost connections and lost locks. Such errors hold ids and addresses, never words of a case. */
  readonly onTrouble?: (error: Error) => void;
}
