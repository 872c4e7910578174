/** Requests to other agencies, what was shared for them, and what came of them. */
export { ReferralsModule } from './referrals.module.ts';
export { ReferralRecord } from './referral.record.ts';
export { ReferralClockRecord } from './referral-clock.record.ts';
export { answeringRoles, servingStates } from './referral.lifecycle.ts';
export { ReferralMessageRecord } from './messages/referral-message.record.ts';
export {
  ReferralAnswered,
  ReferralCompleted,
  ReferralMessageWritten,
  ReferralReminderDue,
  ReferralReRouted,
  ReferralSent,
  ReferralServed,
} from './referral.events.ts';
export { type Referral } from './referral.entity.ts';
export { disclosedBy, Disclosure, type Disclosed } from './disclosure.ts';
export { Sources } from './sources.ts';
export { ServiceDays } from './service-days.ts';
export { Arrivals } from './arrivals.ts';
export { UnseenReferrals } from './unseen-referrals.ts';
