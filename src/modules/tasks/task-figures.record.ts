import { fixed, record } from '../../access/record.ts';
import { TaskChain, TaskLoad } from './task-figures.entity.ts';

/** Whose work holds up whose. */
export const TaskChainRecord = record('task-chain', TaskChain, {
  fields: {
    id: fixed('figures'),
    blockingTemplate: fixed('figures'),
    blockingAgencyId: fixed('figures'),
    waitingTemplate: fixed('figures'),
    waitingAgencyId: fixed('figures'),
    waiting: fixed('figures'),
    heldUp: fixed('figures'),
    late: fixed('figures'),
  },
  scopes: { all: {} },
});

/** Who has how much to do. */
export const TaskLoadRecord = record('task-load', TaskLoad, {
  fields: { id: fixed('figures'), agencyId: fixed('figures'), open: fixed('figures'), heldUp: fixed('figures'), late: fixed('figures') },
  scopes: { all: {} },
});
