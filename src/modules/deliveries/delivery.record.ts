import { fixed, my, record } from '../../access/record.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { Delivery } from './delivery.entity.ts';

/** What was given: the one who gave it sees its own rows only, the owning team those of its cases. */
export const DeliveryRecord = record('delivery', Delivery, {
  codes: {
    serviceType: everListed('service-type'),
    mode: everListed('delivery-mode'),
    attendance: everListed('attendance'),
    durationBand: everListed('duration-band'),
  },
  fields: {
    ...caseScopeFields,
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
  },
  scopes: { all: {}, ours: { byUnitId: my('unitId') }, ...caseScopes },
});
