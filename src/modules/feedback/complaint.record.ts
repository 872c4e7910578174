import { fixed, my, record } from '../../access/record.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { Complaint } from './complaint.entity.ts';
import { complaintLifecycle } from './complaint.lifecycle.ts';

/** What somebody without a name complains of. */
export const ComplaintRecord = record('complaint', Complaint, {
  codes: {
    serviceType: everListed('service-type'),
    kind: everListed('complaint-kind'),
    outcome: everListed('complaint-outcome'),
  },
  fields: {
    id: fixed('facts'),
    agencyId: fixed('facts'),
    serviceType: fixed('facts'),
    kind: fixed('facts'),
    receivedOn: fixed('facts'),
    status: fixed('facts'),
    handlerAgencyId: fixed('facts'),
    acknowledgeBy: fixed('facts'),
    settleBy: fixed('facts'),
    remindAt: fixed('ledger'),
    acknowledgedById: fixed('facts'),
    acknowledgedOn: fixed('facts'),
    settledById: fixed('facts'),
    settledOn: fixed('facts'),
    outcome: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {}, handled: { handlerAgencyId: my('agencyId') } },
  lifecycle: complaintLifecycle,
  deeds: ['remind'],
});
