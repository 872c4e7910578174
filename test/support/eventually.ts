import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something holds that another process or a queue brings about; the test's own time limit says when it is too late. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}
