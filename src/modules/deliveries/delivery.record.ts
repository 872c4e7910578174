import { fixed, my, part, record } from '../../access/record.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { DeliverySource } from './delivery-source.entity.ts';
import { Delivery } from './delivery.entity.ts';
import { deliveryLifecycle, unansweredStates } from './delivery.lifecycle.ts';

/** What was given: the unit that has the referral sees those rows only, the owning team those of its cases. */
export const DeliveryRecord = record('delivery', Delivery, {
  codes: {
    serviceType: everListed('service-type'),
    mode: everListed('delivery-mode'),
    attendance: everListed('attendance'),
    durationBand: everListed('duration-band'),
    planDomain: everListed('plan-domain'),
    disputeReason: everListed('delivery-dispute-reason'),
    duplicateReason: everListed('delivery-duplicate-reason'),
    withdrawReason: everListed('delivery-withdraw-reason'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('service'),
    referralId: fixed('service'),
    byUnitId: fixed('service'),
    toUnitId: fixed('internal'),
    serviceType: fixed('service'),
    status: fixed('service'),
    deliveredOn: fixed('service'),
    backDated: fixed('service'),
    mode: fixed('service'),
    attendance: fixed('service'),
    durationBand: fixed('service'),
    units: fixed('service'),
    planDomain: fixed('service'),
    staffCount: fixed('service'),
    correctsId: fixed('service'),
    disputeReason: fixed('service'),
    answeredAt: fixed('service'),
    confirmBy: fixed('service'),
    overdue: fixed('service'),
    withdrawReason: fixed('service'),
    answeredById: fixed('answer'),
    withdrawnById: fixed('answer'),
    authorId: fixed('author'),
    recordedAt: fixed('author'),
    version: fixed('internal'),
  },
  parts: [
    part(DeliverySource, 'deliveryId', {
      staffIds: fixed('author'),
      groupSessionId: fixed('author'),
      duplicateReason: fixed('author'),
    }),
  ],
  scopes: {
    all: {},
    ours: { toUnitId: my('unitId') },
    ...caseScopes,
    /** Where no supervisor sees the case, its worker stands in for them. */
    mineSealed: { workerId: my('userId'), sealed: true },
  },
  lifecycle: deliveryLifecycle,
  deeds: ['fall-overdue'],
  deedsFrom: { 'fall-overdue': unansweredStates },
});
