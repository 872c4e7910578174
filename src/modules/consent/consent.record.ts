import { fixed, record } from '../../access/record.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { consentTextIds, everListed } from '../../platform/shipped-reference.ts';
import { Consent } from './consent.entity.ts';
import { consentLifecycle } from './consent.lifecycle.ts';

/** What was agreed to: field group F9, read by the owning team. */
export const ConsentRecord = record('consent', Consent, {
  codes: {
    scopes: everListed('consent-scope'),
    basis: everListed('legal-basis'),
    textVersion: consentTextIds,
    language: everListed('language'),
    givenBy: everListed('consent-given-by'),
    form: everListed('consent-form'),
    assent: everListed('assent-answer'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('F9'),
    caseId: fixed('F9'),
    scopes: fixed('F9'),
    recipientIds: fixed('F9'),
    basis: fixed('F9'),
    textVersion: fixed('F9'),
    language: fixed('F9'),
    givenBy: fixed('F9'),
    form: fixed('F9'),
    assent: fixed('F9'),
    validFrom: fixed('F9'),
    validTo: fixed('F9'),
    status: fixed('F9'),
    withdrawnOn: fixed('F9'),
    toldDaysBefore: fixed('internal'),
    version: fixed('internal'),
  },
  scopes: { all: {}, ...caseScopes },
  lifecycle: consentLifecycle,
  deeds: ['remind'],
});
