import { createPostgresBackend, createRedisBackend, type BackendFactory, type ConnectionOptions, type IQueueBackend } from 'bullmq';
import type { PostgresConnectionOptions } from 'bullmq';

/** The PostgreSQL schema that holds the queue and nothing else. */
export const QUEUE_SCHEMA = 'bullmq';

/** One place an alarm clock can stand, with how to reach it for ringing and for answering. */
export interface Backend<Connection> {
  readonly factory: BackendFactory<IQueueBackend, Connection>;
  readonly ringing: Connection;
  readonly answering: (concurrency: number) => Connection;
}

/** The queue in PostgreSQL. Every query is short (waiting is LISTEN), so one that takes long means a dead connection. */
export function postgresBackend(connectionString: string): Backend<PostgresConnectionOptions> {
  const reach = { connectionString, schema: QUEUE_SCHEMA, keepAlive: true, connectionTimeoutMillis: 5_000, query_timeout: 10_000 };
  return {
    factory: createPostgresBackend,
    ringing: { ...reach, max: 2 },
    answering: (concurrency) => ({ ...reach, max: Math.min(concurrency, 4) + 1 }),
  };
}

/** The queue in Redis or Valkey. Ringing fails at once while it is away, for the relay rings again anyway; answering waits. */
export function redisBackend(url: string): Backend<ConnectionOptions> {
  // BullMQ's own strategy grows to 20 s: after a long outage people would wait that long for their alarms.
  const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);
  return {
    factory: createRedisBackend,
    ringing: { url, retryStrategy, enableOfflineQueue: false, maxRetriesPerRequest: 1, commandTimeout: 5_000 },
    answering: () => ({ url, retryStrategy, maxRetriesPerRequest: null }),
  };
}
