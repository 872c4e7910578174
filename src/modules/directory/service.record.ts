import { fixed, my, record } from '../../access/record.ts';
import { everListed, regionCodes } from '../../platform/shipped-reference.ts';
import { Service } from './service.entity.ts';

/** What agencies offer, as everybody sees it who sends people there or receives them; nothing here is about a person who is served. */
export const ServiceRecord = record('service', Service, {
  codes: {
    serviceType: everListed('service-type'),
    status: everListed('service-status'),
    sexes: everListed('sex'),
    servedRegions: regionCodes,
    region: regionCodes,
    languages: everListed('language'),
  },
  fields: {
    id: fixed('facts'),
    agencyId: fixed('facts'),
    receivingUnitId: 'facts',
    serviceType: 'facts',
    name: 'facts',
    description: 'facts',
    status: 'facts',
    minAge: 'facts',
    maxAge: 'facts',
    sexes: 'facts',
    servedRegions: 'facts',
    region: 'facts',
    languages: 'facts',
    place: 'facts',
    schedule: 'facts',
    cost: 'facts',
    requiredDocuments: 'facts',
    howToApply: 'facts',
    places: fixed('room'),
    freePlaces: fixed('room'),
    waiting: fixed('room'),
    capacitySetAt: fixed('room'),
    verifiedAt: fixed('room'),
    verifiedById: fixed('contacts'),
    escalationContactId: 'contacts',
    deputyId: 'contacts',
    acceptances: fixed('figures'),
    hoursToAccept: fixed('figures'),
    version: fixed('internal'),
  },
  scopes: { all: {}, ofMyAgency: { agencyId: my('agencyId') } },
  deeds: ['set-capacity', 'verify', 'note-acceptance'],
});
