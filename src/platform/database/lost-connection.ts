import { Problem } from '../../kernel/problem.ts';

/** What the driver says, and gives no code, when the connection under a statement is gone. */
const words = ['Connection terminated', 'Client has encountered a connection error', 'Client was closed'];

/** A fault as whoever asked should hear it: where the connection to the database was lost, that they may come back. */
export function orUnavailable(error: unknown): unknown {
  const { code, message = '' } = error as { code?: string; message?: string };
  if (code !== undefined || !words.some((word) => message.startsWith(word))) return error;
  return new Problem(503, 'unavailable', { headers: { 'retry-after': '5' } });
}
