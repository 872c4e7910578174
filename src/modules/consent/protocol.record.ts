import { fixed, my, record } from '../../access/record.ts';
import { everListed, sharedGroups } from '../../platform/shipped-reference.ts';
import { protocolLifecycle } from './protocol.lifecycle.ts';
import { SharingProtocol } from './sharing-protocol.entity.ts';

/** What agencies agreed to share with one another. It says nothing of any person it is for. */
export const ProtocolRecord = record('protocol', SharingProtocol, {
  codes: { purposes: everListed('consent-scope'), groups: sharedGroups, legalBasis: everListed('legal-basis') },
  fields: {
    id: fixed('facts'),
    fromAgencyId: fixed('facts'),
    toAgencyId: fixed('facts'),
    purposes: fixed('facts'),
    groups: fixed('facts'),
    legalBasis: fixed('facts'),
    signedFromId: fixed('facts'),
    signedToId: fixed('facts'),
    breachContactId: fixed('facts'),
    validFrom: fixed('facts'),
    validTo: fixed('facts'),
    status: fixed('facts'),
    proposedById: fixed('facts'),
    approvedById: fixed('facts'),
    endedOn: fixed('facts'),
    askedAt: fixed('ledger'),
    toldDaysBefore: fixed('ledger'),
    version: fixed('internal'),
  },
  scopes: { all: {}, fromMyAgency: { fromAgencyId: my('agencyId') }, toMyAgency: { toAgencyId: my('agencyId') } },
  lifecycle: protocolLifecycle,
  deeds: ['remind'],
});
