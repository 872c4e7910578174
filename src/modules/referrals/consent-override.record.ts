import { fixed, part, record } from '../../access/record.ts';
import { everListed, sharedGroups } from '../../platform/shipped-reference.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { ConsentOverride, ConsentOverrideSource } from './consent-override.entity.ts';
import { overrideLifecycle } from './consent-override.lifecycle.ts';

/** What was shared without a consent: `facts` are for whoever judges it, and say nothing of whose case it is; `source` is the team's. */
export const ConsentOverrideRecord = record('consent-override', ConsentOverride, {
  codes: {
    serviceType: everListed('service-type'),
    groups: sharedGroups,
    legalBasis: everListed('legal-basis'),
    reason: everListed('consent-override-reason'),
    refusalReason: everListed('consent-override-refusal'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('facts'),
    toAgencyId: fixed('facts'),
    serviceType: fixed('facts'),
    groups: fixed('facts'),
    legalBasis: fixed('facts'),
    reason: fixed('facts'),
    status: fixed('facts'),
    requestedById: fixed('facts'),
    requestedAt: fixed('facts'),
    decidedById: fixed('facts'),
    decidedAt: fixed('facts'),
    reviewBy: fixed('facts'),
    overdueAt: fixed('facts'),
    reviewedById: fixed('facts'),
    reviewedAt: fixed('facts'),
    refusalReason: fixed('facts'),
    unitId: fixed('facts'),
    version: fixed('internal'),
  },
  parts: [part(ConsentOverrideSource, 'consentOverrideId', { referralId: fixed('source'), caseId: fixed('source') })],
  scopes: { all: {}, ...caseScopes },
  lifecycle: overrideLifecycle,
  deeds: ['fall-overdue', 'remind'],
});
