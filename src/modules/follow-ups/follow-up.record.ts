import { fixed, record } from '../../access/record.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { everListed } from '../../platform/shipped-reference.ts';
import { Dispatch } from './dispatch.entity.ts';
import { FollowUp } from './follow-up.entity.ts';
import { followUpLifecycle } from './follow-up.lifecycle.ts';

/** When the person is to be seen again. */
export const FollowUpRecord = record('follow-up', FollowUp, {
  codes: {
    type: everListed('follow-up-type'),
    riskBasis: everListed('risk-level'),
    result: everListed('follow-up-result'),
    waivedReason: everListed('follow-up-waive-reason'),
    movedReason: everListed('follow-up-move-reason'),
    safe: everListed('check-answer'),
    settled: everListed('check-answer'),
    wantsHelp: everListed('check-answer'),
    childViews: everListed('child-views'),
    childViewsReason: everListed('child-views-reason'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('F0'),
    caseId: fixed('F0'),
    type: fixed('F0'),
    status: fixed('F0'),
    dueOn: fixed('F0'),
    riskBasis: fixed('F0'),
    country: fixed('internal'),
    doneOn: fixed('F0'),
    doneById: fixed('F0'),
    result: fixed('F2'),
    waivedReason: fixed('F0'),
    waivedOn: fixed('F0'),
    plannedOn: fixed('F0'),
    movedTimes: fixed('F0'),
    movedReason: fixed('F0'),
    afterWaiver: fixed('F0'),
    aboutOn: fixed('internal'),
    safe: fixed('F2'),
    settled: fixed('F2'),
    wantsHelp: fixed('F2'),
    childViews: fixed('F2'),
    childViewsReason: fixed('F2'),
    reckonedBy: fixed('internal'),
    workerId: fixed('F0'),
    version: fixed('internal'),
  },
  scopes: {
    all: {},
    ...caseScopes,
  },
  lifecycle: followUpLifecycle,
});

/** The ledger of reminders; only the system reads it. */
export const DispatchRecord = record('dispatch', Dispatch, {
  fields: {
    id: fixed('ledger'),
    followUpId: fixed('ledger'),
    kind: fixed('ledger'),
    dueAt: fixed('ledger'),
    state: fixed('ledger'),
    settledAt: fixed('ledger'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  deeds: ['settle'],
});
