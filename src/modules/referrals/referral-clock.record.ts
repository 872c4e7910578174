import { fixed, record } from '../../access/record.ts';
import { ReferralClock } from './referral-clock.entity.ts';

/** When whom to remind next; only the system reads it. */
export const ReferralClockRecord = record('referral-clock', ReferralClock, {
  fields: {
    id: fixed('ledger'),
    referralId: fixed('ledger'),
    about: fixed('ledger'),
    since: fixed('ledger'),
    lastKind: fixed('ledger'),
    nextKind: fixed('ledger'),
    nextAt: fixed('ledger'),
    version: fixed('internal'),
  },
  scopes: { all: {} },
  deeds: ['run-on'],
});
