import { fixed, my, record } from '../../access/record.ts';
import { Delivery } from './delivery.entity.ts';

/** What was given: the one who gave it sees its own rows only, the owning team those of its cases. */
export const DeliveryRecord = record('delivery', Delivery, {
  fields: {
    id: fixed('service'),
    referralId: fixed('service'),
    byUnitId: fixed('service'),
    serviceType: fixed('service'),
    deliveredOn: fixed('service'),
    mode: fixed('service'),
    attendance: fixed('service'),
    durationBand: fixed('service'),
    units: fixed('service'),
    correctsId: fixed('service'),
    authorId: fixed('author'),
    recordedAt: fixed('author'),
    workerId: fixed('internal'),
    unitId: fixed('internal'),
    supervisorUnitId: fixed('internal'),
    specialistUnitId: fixed('internal'),
    sealed: fixed('internal'),
  },
  scopes: { ours: { byUnitId: my('unitId') }, mine: { workerId: my('userId') }, myTeam: { supervisorUnitId: my('unitId'), sealed: false } },
});
