/** Requests to other agencies, what was shared for them, and what came of them. */
export { ReferralsModule } from './referrals.module.ts';
export { awaits } from './awaits.ts';
export { ReferralRecord } from './referral.record.ts';
export { momentsOf as momentsOfReferral } from './moments.ts';
export { ReferralClockRecord } from './referral-clock.record.ts';
export { openStates, servingStates } from './referral.lifecycle.ts';
export { ReferralMessageRecord } from './messages/referral-message.record.ts';
export {
  ReferralAnswered,
  ReferralCompleted,
  ReferralDisputed,
  ReferralMessageWritten,
  ReferralPlaceMoved,
  ReferralReminderDue,
  ReferralReRouted,
  ReferralSent,
  ReferralServed,
} from './referral.events.ts';
export { ConsentOverrideRecord } from './consent-override.record.ts';
export { ApprovalMoved } from './approval.events.ts';
export { ConsentOverrideMoved, ConsentOverrideWaits } from './consent-override.events.ts';
export { type Referral } from './referral.entity.ts';
export { disclosedBy, Disclosure, type Disclosed } from './disclosure.ts';
export { Sources } from './sources.ts';
export { ServiceDays } from './service-days.ts';
export { Arrivals } from './arrivals.ts';
export { handOf } from './answering.ts';
export { AcceptReferral } from './commands/accept-referral.ts';
export { CompleteReferral, Completion } from './commands/complete-referral.ts';
export { FailReferral, Failure } from './commands/fail-referral.ts';
export { RejectReferral, Rejection } from './commands/reject-referral.ts';
export { SeeReferral } from './commands/see-referral.ts';
export { UnseenReferrals } from './unseen-referrals.ts';
