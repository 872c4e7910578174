import { fixed, my, part, record } from '../../access/record.ts';
import { everListed, oneOffFields } from '../../platform/shipped-reference.ts';
import { caseScopeFields, caseScopes } from '../cases/index.ts';
import { ReferralApproval } from './referral-approval.entity.ts';
import { ReferralPackage, ReferralSource } from './referral-parts.entity.ts';
import { Referral } from './referral.entity.ts';
import { openStates, referralLifecycle, servingStates } from './referral.lifecycle.ts';

/** A referral as either side sees it: `source` is the sender's alone, `disclosure` the recipient's while the package is open. */
export const ReferralRecord = record('referral', Referral, {
  codes: {
    serviceType: everListed('service-type'),
    urgency: everListed('referral-urgency'),
    reason: everListed('referral-reject-reason', 'referral-hold-reason', 'referral-fail-reason', 'referral-cancel-reason'),
    outcomeCode: everListed('outcome'),
    noUnitsReason: everListed('no-units-reason'),
    clientConfirmed: everListed('client-confirmation'),
    oneOff: oneOffFields,
    approval: ['asked', 'approved', 'declined', 'void'],
    declineReason: everListed('approval-decline-reason'),
    duplicateReason: everListed('referral-duplicate-reason'),
  },
  fields: {
    ...caseScopeFields,
    id: fixed('reference'),
    code: fixed('reference'),
    toUnitId: fixed('reference'),
    toAgencyId: fixed('reference'),
    serviceType: fixed('facts'),
    urgency: fixed('facts'),
    status: fixed('facts'),
    sentAt: fixed('facts'),
    seeBy: fixed('facts'),
    decideBy: fixed('facts'),
    seenAt: fixed('facts'),
    claimedById: fixed('facts'),
    answeredAt: fixed('facts'),
    answeredById: fixed('facts'),
    reason: fixed('facts'),
    outcomeCode: fixed('facts'),
    outcomeOn: fixed('facts'),
    outcomeUnits: fixed('facts'),
    noUnitsReason: fixed('facts'),
    clientConfirmed: fixed('facts'),
    endedAt: fixed('facts'),
    packageOpen: fixed('facts'),
    workerId: fixed('source'),
    version: fixed('internal'),
  },
  parts: [
    part(ReferralSource, 'referralId', {
      caseId: fixed('source'),
      consentId: fixed('source'),
      senderId: fixed('source'),
      ageAtEdge: fixed('source'),
      duplicateReason: fixed('source'),
      oneOff: fixed('source'),
    }),
    part(ReferralPackage, 'referralId', { package: fixed('disclosure'), packageGroups: fixed('disclosure') }),
    part(ReferralApproval, 'referralId', {
      approvalCaseId: fixed('internal'),
      approval: fixed('approval'),
      approvalAskedById: fixed('approval'),
      approvalAskedAt: fixed('approval'),
      approvalDecidedById: fixed('approval'),
      approvalDecidedAt: fixed('approval'),
      declineReason: fixed('approval'),
    }),
  ],
  scopes: {
    all: {},
    ...caseScopes,
    sentToMyUnit: {
      toUnitId: my('unitId'),
      status: { $in: ['sent', 'accepted', 'rejected', 'in_progress', 'on_hold', 'completed', 'failed', 'cancelled'] },
    },
    openToMyUnit: {
      toUnitId: my('unitId'),
      status: { $in: ['accepted', 'in_progress', 'on_hold', 'completed', 'failed'] },
      packageOpen: true,
    },
  },
  lifecycle: referralLifecycle,
  deeds: ['request-approval', 'request-override', 'approve', 'decline', 'see', 'claim', 'unclaim', 'take-over', 'deliver', 'close-package'],
  deedsFrom: {
    'request-approval': ['draft'],
    'request-override': ['draft'],
    approve: ['draft'],
    decline: ['draft'],
    claim: openStates,
    unclaim: openStates,
    'take-over': openStates,
    deliver: servingStates,
  },
});
