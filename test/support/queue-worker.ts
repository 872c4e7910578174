/** A worker process for tests to stop or kill: says `rung <id>` and never finishes. Its argument is the queue's configuration. */
import { openQueue } from '../../src/platform/queue/open-queue.ts';
import type { QueueConfig } from '../../src/platform/queue/queue.ts';

const queue = await openQueue(JSON.parse(process.argv[2] ?? '{}') as QueueConfig);
const forever = new Promise<void>(() => undefined);
await queue.onRing(
  (id) => {
    process.stdout.write(`rung ${id}\n`);
    return forever;
  },
  { concurrency: 5 },
);
process.once('SIGTERM', () => void queue.close());
// whoever reads this may send a signal at once
process.stdout.write('ready\n');
