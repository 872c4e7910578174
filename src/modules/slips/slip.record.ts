import { fixed, record } from '../../access/record.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { locales } from '../identity/index.ts';
import { Slip } from './slip.entity.ts';
import { slipLifecycle } from './slip.lifecycle.ts';

/** A slip as the team of its case sees it: never what opens it. */
export const SlipRecord = record('slip', Slip, {
  codes: { language: locales },
  fields: {
    ...caseScopeFields,
    id: fixed('facts'),
    referralId: fixed('facts'),
    caseId: fixed('internal'),
    status: fixed('facts'),
    language: fixed('facts'),
    issuedById: fixed('facts'),
    issuedAt: fixed('facts'),
    expiresAt: fixed('facts'),
    openedAt: fixed('facts'),
    recordedById: fixed('facts'),
    endedAt: fixed('facts'),
    version: fixed('internal'),
  },
  scopes: { all: {}, ...caseScopes },
  lifecycle: slipLifecycle,
  deeds: ['record-answer', 'present'],
  deedsFrom: { 'record-answer': ['open'] },
});
