import { fixed, record } from '../../../access/record.ts';
import { GivenUpPromise } from './given-up-promise.entity.ts';

/** What was promised and given up, for whoever looks after the installation. */
export const GivenUpPromiseRecord = record('given-up-promise', GivenUpPromise, {
  fields: {
    id: fixed('promise'),
    kind: fixed('promise'),
    dueAt: fixed('promise'),
    givenUpAt: fixed('promise'),
    attempts: fixed('promise'),
    fault: fixed('promise'),
  },
  scopes: { all: {} },
  deeds: ['ring-again'],
});
