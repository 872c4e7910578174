import { fixed, record } from '../../access/record.ts';
import { TaskClock } from './task-clock.entity.ts';

/** When whom to remind next; only the system reads it. */
export const TaskClockRecord = record('task-clock', TaskClock, {
  fields: {
    id: fixed('ledger'),
    lastKind: fixed('ledger'),
    nextKind: fixed('ledger'),
    nextAt: fixed('ledger'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  deeds: ['run-on'],
});
