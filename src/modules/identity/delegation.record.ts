import { fixed, my, record } from '../../access/record.ts';
import { Delegation } from './delegation.entity.ts';

/** Who stands in for whom, and when. */
export const DelegationRecord = record('delegation', Delegation, {
  fields: {
    id: fixed('cover'),
    personId: fixed('cover'),
    delegateId: fixed('cover'),
    unitId: fixed('cover'),
    fromOn: fixed('cover'),
    toOn: fixed('cover'),
    endedOn: fixed('cover'),
    version: fixed('internal'),
  },
  scopes: {
    all: {},
    given: { personId: my('userId'), unitId: my('unitId') },
    covering: { delegateId: my('userId') },
    myUnit: { unitId: my('unitId') },
  },
  deeds: ['end'],
});
